package io.pharos.query.promql.series;

import org.jspecify.annotations.Nullable;

/**
 * The stretch of time that a range function looks at from each step: left-open. Immutable.
 *
 * @param range milliseconds
 * @param offset milliseconds back from the step
 * @param at epoch milliseconds that replace the step's, null for none
 */
public record Window(long range, long offset, @Nullable Long at) {
  /** The last millisecond, as seen from a step. */
  public long end(long step) {
    return (at == null ? step : at) - offset;
  }

  /** The millisecond before the first one. */
  public long start(long step) {
    return end(step) - range;
  }
}
