/** JSON as plain values, read and written as Go's encoder does, and as a stream. */
@NullMarked
package io.pharos.toolkit.json;

import org.jspecify.annotations.NullMarked;
