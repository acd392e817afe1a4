package io.pharos.web.api;

import io.pharos.model.sample.Histogram;
import io.pharos.toolkit.histogram.BucketBounds;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;

/** Writes native histograms: count, sum, and the buckets that hold something, from low to high. */
final class HistogramJson {
  /** Which ends a bucket includes, in the API's numbers. */
  private static final int UPPER = 0;

  private static final int LOWER = 1;
  private static final int BOTH = 3;

  private HistogramJson() {}

  static void write(JsonWriter json, Histogram histogram) throws IOException {
    json.beginObject().name("count").sampleValue(histogram.count());
    json.name("sum").sampleValue(histogram.sum());
    Buckets buckets = new Buckets(json);
    if (histogram.hasCustomBounds()) {
      custom(buckets, histogram);
    } else {
      negative(buckets, histogram);
      double zero = histogram.zeroThreshold();
      if (histogram.zeroCount() > 0) {
        buckets.add(BOTH, -zero, zero, histogram.zeroCount());
      }
      positive(buckets, histogram);
    }
    buckets.end();
    json.endObject();
  }

  private static void custom(Buckets buckets, Histogram histogram) throws IOException {
    int[] spans = histogram.positiveSpans();
    double[] counts = histogram.positive();
    double[] bounds = histogram.customBounds();
    int index = 0;
    int at = 0;
    for (int span = 0; span + 1 < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1]; i++, index++, at++) {
        double lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds[index - 1];
        double upper = index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
        buckets.add(index == 0 ? BOTH : UPPER, lower, upper, counts[at]);
      }
    }
  }

  private static void positive(Buckets buckets, Histogram histogram) throws IOException {
    int[] spans = histogram.positiveSpans();
    double[] counts = histogram.positive();
    double zero = histogram.zeroThreshold();
    int index = 0;
    int at = 0;
    for (int span = 0; span + 1 < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1]; i++, index++, at++) {
        double lower = BucketBounds.upper(histogram.schema(), index - 1);
        double upper = BucketBounds.upper(histogram.schema(), index);
        buckets.add(UPPER, lower < zero ? zero : lower, upper, counts[at]);
      }
    }
  }

  private static void negative(Buckets buckets, Histogram histogram) throws IOException {
    int[] spans = histogram.negativeSpans();
    double[] counts = histogram.negative();
    double zero = histogram.zeroThreshold();
    int index = 0;
    for (int i = 0; i + 1 < spans.length; i += 2) {
      index += spans[i] + spans[i + 1];
    }
    int at = counts.length;
    for (int span = spans.length - 2; span >= 0; span -= 2) {
      for (int i = 0; i < spans[span + 1]; i++) {
        index--;
        at--;
        double lower = BucketBounds.upper(histogram.schema(), index);
        double upper = BucketBounds.upper(histogram.schema(), index - 1);
        buckets.add(LOWER, -lower, upper < zero ? -zero : -upper, counts[at]);
      }
      index -= spans[span];
    }
  }

  /** The list of buckets, begun by the first one. Confined to one thread. */
  private static final class Buckets {
    private final JsonWriter json;
    private boolean open;

    Buckets(JsonWriter json) {
      this.json = json;
    }

    void add(int ends, double lower, double upper, double count) throws IOException {
      if (count == 0) {
        return;
      }
      if (!open) {
        json.name("buckets").beginArray();
        open = true;
      }
      json.beginArray().number(ends).sampleValue(lower).sampleValue(upper).sampleValue(count);
      json.endArray();
    }

    void end() throws IOException {
      if (open) {
        json.endArray();
      }
    }
  }
}
