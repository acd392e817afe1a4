/** Makes blocks of the head and larger blocks of smaller ones, and deletes old ones. */
@NullMarked
package io.pharos.storage.tsdb.compact;

import org.jspecify.annotations.NullMarked;
