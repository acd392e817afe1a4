/** The default storage: durable, on one local disk. */
@NullMarked
package io.pharos.storage.tsdb;

import org.jspecify.annotations.NullMarked;
