/** Values of series: floats, native histograms, exemplars, metadata. */
@NullMarked
package io.pharos.model.sample;

import org.jspecify.annotations.NullMarked;
