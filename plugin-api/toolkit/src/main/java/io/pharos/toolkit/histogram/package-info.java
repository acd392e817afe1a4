/** Bounds of the buckets of native histograms. */
@NullMarked
package io.pharos.toolkit.histogram;

import org.jspecify.annotations.NullMarked;
