package io.pharos.storage.tsdb;

import io.pharos.spi.config.Default;

/**
 * Section {@code storage.exemplars}. Immutable.
 *
 * @param maxExemplars the most that are kept; none if not above 0, or without the feature {@code
 *     exemplar-storage}
 */
public record ExemplarsConfig(@Default("100000") int maxExemplars) {}
