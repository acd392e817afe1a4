/** Columns of times and values in few bytes. */
@NullMarked
package io.pharos.storage.tsdb.chunk;

import org.jspecify.annotations.NullMarked;
