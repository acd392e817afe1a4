/** Arithmetic on native histograms. */
@NullMarked
package io.pharos.query.promql.histogram;

import org.jspecify.annotations.NullMarked;
