/** Memory outside the Java heap: small pieces, fixed records, hash tables. */
@NullMarked
package io.pharos.storage.tsdb.memory;

import org.jspecify.annotations.NullMarked;
