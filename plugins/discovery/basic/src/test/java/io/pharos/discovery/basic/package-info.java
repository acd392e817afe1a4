/** Tests. */
@NullMarked
package io.pharos.discovery.basic;

import org.jspecify.annotations.NullMarked;
