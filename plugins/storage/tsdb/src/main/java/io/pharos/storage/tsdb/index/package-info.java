/** The label index on Lucene: which series meet which conditions. */
@NullMarked
package io.pharos.storage.tsdb.index;

import org.jspecify.annotations.NullMarked;
