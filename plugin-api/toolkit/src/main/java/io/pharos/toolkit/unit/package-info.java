/** Durations and sizes as they are written in configuration files, flags and queries. */
@NullMarked
package io.pharos.toolkit.unit;

import org.jspecify.annotations.NullMarked;
