/** The files of Prometheus' data directory: blocks of index version 2, their chunks, its log. */
@NullMarked
package io.pharos.storage.tsdb.prometheus;

import org.jspecify.annotations.NullMarked;
