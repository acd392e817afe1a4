package io.pharos.query.promql.ast;

import org.jspecify.annotations.Nullable;

/**
 * When a selector or subquery looks: {@code offset} and {@code @}. Immutable.
 *
 * @param offset milliseconds, 0 where an expression says it
 * @param offsetExpr null where it is a plain duration
 * @param at epoch milliseconds, null for none
 * @param bound null for none
 */
public record Timing(
    long offset, @Nullable DurationExpr offsetExpr, @Nullable Long at, @Nullable Bound bound) {
  /** At the evaluation time. */
  public static final Timing NOW = new Timing(0, null, null, null);

  /** The ends of a query's time range. */
  public enum Bound {
    START("start"),
    END("end");

    private final String word;

    Bound(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public boolean hasOffset() {
    return offset != 0 || offsetExpr != null;
  }

  /** Whether {@code @} fixes the time. */
  public boolean isPinned() {
    return at != null || bound != null;
  }

  public Timing withOffset(long millis, @Nullable DurationExpr expr) {
    return new Timing(millis, expr, at, bound);
  }

  public Timing pinned(@Nullable Long millis, @Nullable Bound to) {
    return new Timing(offset, offsetExpr, millis, to);
  }
}
