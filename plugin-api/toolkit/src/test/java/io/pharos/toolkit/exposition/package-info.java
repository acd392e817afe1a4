/** Tests. */
@NullMarked
package io.pharos.toolkit.exposition;

import org.jspecify.annotations.NullMarked;
