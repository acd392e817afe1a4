/** Reads: series of the head and of blocks joined by their labels, their samples in order. */
@NullMarked
package io.pharos.storage.tsdb.query;

import org.jspecify.annotations.NullMarked;
