/**
 * The writable part: series, their newest samples outside the heap, and sealed chunks in mapped
 * files. Shards are locked in ascending order.
 */
@NullMarked
package io.pharos.storage.tsdb.head;

import org.jspecify.annotations.NullMarked;
