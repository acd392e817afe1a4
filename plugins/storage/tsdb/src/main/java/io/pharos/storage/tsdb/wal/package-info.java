/** The write-ahead log: what was committed and is not in sealed chunks or blocks yet. */
@NullMarked
package io.pharos.storage.tsdb.wal;

import org.jspecify.annotations.NullMarked;
