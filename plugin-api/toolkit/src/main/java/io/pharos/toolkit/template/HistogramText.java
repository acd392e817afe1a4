package io.pharos.toolkit.template;

import io.pharos.model.sample.Histogram;
import io.pharos.toolkit.unit.GoFloats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Prints native histograms as the original's text form. */
public final class HistogramText {
  private HistogramText() {}

  /** {@code {count:6, sum:10.5, [-0.001,0.001]:2, (0.5,1]:1}}: buckets that hold something. */
  public static String of(Histogram histogram) {
    StringBuilder text = new StringBuilder("{count:").append(number(histogram.count()));
    text.append(", sum:").append(number(histogram.sum()));
    List<String> below = buckets(histogram, histogram.negativeSpans(), histogram.negative(), true);
    Collections.reverse(below);
    below.forEach(bucket -> text.append(", ").append(bucket));
    if (histogram.zeroCount() != 0) {
      String threshold = number(histogram.zeroThreshold());
      text.append(", [-").append(threshold).append(',').append(threshold).append("]:");
      text.append(number(histogram.zeroCount()));
    }
    buckets(histogram, histogram.positiveSpans(), histogram.positive(), false)
        .forEach(bucket -> text.append(", ").append(bucket));
    return text.append('}').toString();
  }

  private static List<String> buckets(
      Histogram histogram, int[] spans, double[] counts, boolean negative) {
    List<String> found = new ArrayList<>();
    int index = 0;
    int at = 0;
    for (int span = 0; span + 1 < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1]; i++, index++, at++) {
        if (counts[at] == 0) {
          continue;
        }
        String near = number(bound(histogram, index - 1));
        String far = number(bound(histogram, index));
        String range = negative ? "[-" + far + ",-" + near + ")" : "(" + near + "," + far + "]";
        found.add(range + ":" + number(counts[at]));
      }
    }
    return found;
  }

  /** The upper bound of a bucket of positive values. */
  private static double bound(Histogram histogram, int index) {
    if (histogram.hasCustomBounds()) {
      double[] bounds = histogram.customBounds();
      if (index < 0) {
        return Double.NEGATIVE_INFINITY;
      }
      return index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }
    int schema = histogram.schema();
    if (schema <= 0) {
      return Math.scalb(1.0, index << -schema);
    }
    int whole = index >> schema;
    double part = (index & ((1 << schema) - 1)) / (double) (1 << schema);
    return Math.scalb(Math.pow(2, part), whole);
  }

  private static String number(double value) {
    return GoFloats.format(value, 'g', -1);
  }

  /** A histogram as templates see it. */
  record OfTemplate(Histogram histogram) implements GoObject.OfStruct {
    @Override
    public String goType() {
      return "*histogram.FloatHistogram";
    }

    @Override
    public String text() {
      return HistogramText.of(histogram);
    }

    @Override
    public @Nullable Method method(String name) {
      return name.equals("String") ? Method.getter(this::text) : null;
    }

    @Override
    public SequencedMap<String, @Nullable Object> fields() {
      SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
      long hint =
          switch (histogram.resetHint()) {
            case UNKNOWN -> 0;
            case RESET -> 1;
            case NOT_RESET -> 2;
            case GAUGE -> 3;
          };
      fields.put("CounterResetHint", typed("histogram.CounterResetHint", hint));
      fields.put("Schema", typed("int32", histogram.schema()));
      fields.put("ZeroThreshold", histogram.zeroThreshold());
      fields.put("ZeroCount", histogram.zeroCount());
      fields.put("Count", histogram.count());
      fields.put("Sum", histogram.sum());
      fields.put("PositiveSpans", spans(histogram.positiveSpans()));
      fields.put("NegativeSpans", spans(histogram.negativeSpans()));
      fields.put("PositiveBuckets", numbers(histogram.positive()));
      fields.put("NegativeBuckets", numbers(histogram.negative()));
      fields.put("CustomValues", numbers(histogram.customBounds()));
      return fields;
    }

    private static GoObject typed(String type, long number) {
      return new GoObject.TypedInteger(type, number);
    }

    private static GoObject numbers(double[] numbers) {
      return new GoObject.PlainList("[]float64", Arrays.stream(numbers).boxed().toList());
    }

    private static GoObject spans(int[] spans) {
      List<GoObject> items = new ArrayList<>(spans.length / 2);
      for (int i = 0; i + 1 < spans.length; i += 2) {
        SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("Offset", typed("int32", spans[i]));
        fields.put("Length", typed("uint32", spans[i + 1]));
        items.add(new GoObject.PlainStruct("histogram.Span", fields));
      }
      return new GoObject.PlainList("[]histogram.Span", items);
    }
  }
}
