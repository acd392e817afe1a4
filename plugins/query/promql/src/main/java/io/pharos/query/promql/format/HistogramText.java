package io.pharos.query.promql.format;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.BucketWalk;

/** A histogram as the value of a label: {@code {count:1, sum:2, (0.5,1]:1}}. */
public final class HistogramText {
  private HistogramText() {}

  public static String of(Histogram histogram) {
    StringBuilder text = new StringBuilder("{count:");
    text.append(GoNumber.general(histogram.count()))
        .append(", sum:")
        .append(GoNumber.general(histogram.sum()));
    BucketWalk walk = BucketWalk.of(histogram);
    for (int i = 0; i < walk.size(); i++) {
      double lower = walk.lower(i);
      double upper = walk.upper(i);
      boolean zero = walk.isLinear(i) && !histogram.hasCustomBounds();
      if (zero) {
        lower = -histogram.zeroThreshold();
        upper = histogram.zeroThreshold();
      }
      boolean lowerIncluded =
          zero
              || (lower < 0 && !(histogram.hasCustomBounds() && i > 0))
              || (histogram.hasCustomBounds() && lower == Double.NEGATIVE_INFINITY);
      boolean upperIncluded = zero || upper > 0 || histogram.hasCustomBounds();
      text.append(", ")
          .append(lowerIncluded ? '[' : '(')
          .append(GoNumber.general(lower))
          .append(',')
          .append(GoNumber.general(upper))
          .append(upperIncluded ? ']' : ')')
          .append(':')
          .append(GoNumber.general(walk.count(i)));
    }
    return text.append('}').toString();
  }
}
