package io.pharos.query.promql.operator;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one thread reuses from series to series: a place for each operator. Confined to one thread.
 */
public final class Scratch {
  private @Nullable Object[] places = new Object[8];

  /** The thing that an operator keeps here, made at the first call. */
  @SuppressWarnings("unchecked")
  <T> T place(int operator, Supplier<T> maker) {
    if (operator >= places.length) {
      places = Arrays.copyOf(places, Math.max(operator + 1, 2 * places.length));
    }
    Object kept = places[operator];
    if (kept == null) {
      kept = maker.get();
      places[operator] = kept;
    }
    return (T) kept;
  }
}
