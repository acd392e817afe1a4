/** Exemplars. */
@NullMarked
package io.pharos.storage.tsdb.exemplar;

import org.jspecify.annotations.NullMarked;
