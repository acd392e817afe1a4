/** Tests. */
@NullMarked
package io.pharos.toolkit.relabel;

import org.jspecify.annotations.NullMarked;
