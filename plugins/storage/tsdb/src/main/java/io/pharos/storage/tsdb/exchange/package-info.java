/** What moves data between the storage's folder and other forms of it: commands of the launcher. */
@NullMarked
package io.pharos.storage.tsdb.exchange;

import org.jspecify.annotations.NullMarked;
