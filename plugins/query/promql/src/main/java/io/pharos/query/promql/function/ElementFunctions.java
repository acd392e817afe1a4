package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.HistogramStatistics;
import io.pharos.query.promql.series.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The functions of single elements by name. */
public final class ElementFunctions {
  private static final double LN2 = 0.6931471805599453;
  private static final Map<String, DoubleUnaryOperator> MATH = new HashMap<>();
  private static final Map<String, ToDoubleFunction<Histogram>> HISTOGRAM = new HashMap<>();

  static {
    MATH.put("abs", Math::abs);
    MATH.put("ceil", Math::ceil);
    MATH.put("floor", Math::floor);
    MATH.put("exp", Math::exp);
    MATH.put("sqrt", Math::sqrt);
    MATH.put("ln", Math::log);
    MATH.put("log2", ElementFunctions::log2);
    MATH.put("log10", Math::log10);
    MATH.put("sgn", v -> v < 0 ? -1 : v > 0 ? 1 : v);
    MATH.put("acos", Trigonometry::acos);
    MATH.put("asin", Trigonometry::asin);
    MATH.put("atan", Trigonometry::atan);
    MATH.put("cos", Math::cos);
    MATH.put("sin", Math::sin);
    MATH.put("tan", Math::tan);
    MATH.put("cosh", Math::cosh);
    MATH.put("sinh", Hyperbolic::sinh);
    MATH.put("tanh", Math::tanh);
    MATH.put("acosh", Hyperbolic::acosh);
    MATH.put("asinh", Hyperbolic::asinh);
    MATH.put("atanh", Hyperbolic::atanh);
    MATH.put("deg", v -> v * 180 / Math.PI);
    MATH.put("rad", v -> v * Math.PI / 180);
    MATH.putAll(CalendarFunctions.ALL);
    HISTOGRAM.put("histogram_count", Histogram::count);
    HISTOGRAM.put("histogram_sum", Histogram::sum);
    HISTOGRAM.put("histogram_avg", h -> h.sum() / h.count());
    HISTOGRAM.put("histogram_stdvar", HistogramStatistics::variance);
    HISTOGRAM.put("histogram_stddev", h -> Math.sqrt(HistogramStatistics.variance(h)));
  }

  private ElementFunctions() {}

  /** The function of a name and its scalar arguments at all steps, null if there is none. */
  public static @Nullable ElementFunction find(String name, List<double[]> scalars) {
    DoubleUnaryOperator math = MATH.get(name);
    if (math != null) {
      return ElementFunction.floats((value, step) -> math.applyAsDouble(value));
    }
    ToDoubleFunction<Histogram> histogram = HISTOGRAM.get(name);
    if (histogram != null) {
      return column -> histograms(column, histogram);
    }
    return switch (name) {
      case "clamp" -> column -> clamp(column, scalars.get(0), scalars.get(1));
      case "clamp_min" -> floor(scalars.get(0));
      case "clamp_max" -> ceiling(scalars.get(0));
      case "round" -> round(scalars);
      default -> null;
    };
  }

  /** Whether the function's result keeps the labels of type and unit. */
  public static boolean keepsTypeAndUnit(String name) {
    return HISTOGRAM.containsKey(name);
  }

  /** From the fraction and the exponent apart, so that powers of two are exact. */
  private static double log2(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return Math.log(value);
    }
    boolean tiny = value < Double.MIN_NORMAL;
    double scaled = tiny ? value * 0x1p54 : value;
    int exponent = Math.getExponent(scaled) + 1;
    double fraction = Math.scalb(scaled, -exponent); // from 0.5 to below 1
    int whole = tiny ? exponent - 54 : exponent;
    return fraction == 0.5 ? whole - 1 : Math.log(fraction) * (1 / LN2) + whole;
  }

  private static void histograms(Column column, ToDoubleFunction<Histogram> function) {
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      Histogram histogram = column.histogram(step);
      if (histogram == null) {
        column.remove(step);
      } else {
        column.set(step, function.applyAsDouble(histogram));
      }
    }
  }

  private static void clamp(Column column, double[] least, double[] most) {
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      if (column.histogram(step) != null || least[step] > most[step]) {
        column.remove(step);
      } else {
        double value = column.values()[step];
        column.set(step, larger(least[step], smaller(most[step], value)));
      }
    }
  }

  /** The larger one; infinity is larger than NaN, as Go has it. */
  private static double larger(double one, double other) {
    return one == Double.POSITIVE_INFINITY || other == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : Math.max(one, other);
  }

  /** The smaller one; negative infinity is smaller than NaN, as Go has it. */
  private static double smaller(double one, double other) {
    return one == Double.NEGATIVE_INFINITY || other == Double.NEGATIVE_INFINITY
        ? Double.NEGATIVE_INFINITY
        : Math.min(one, other);
  }

  private static ElementFunction floor(double[] least) {
    return ElementFunction.floats((value, step) -> larger(least[step], value));
  }

  private static ElementFunction ceiling(double[] most) {
    return ElementFunction.floats((value, step) -> smaller(most[step], value));
  }

  /** To the nearest multiple; the inverse makes fractions such as 0.1 exact. */
  private static ElementFunction round(List<double[]> scalars) {
    return ElementFunction.floats(
        (value, step) -> {
          double inverse = scalars.isEmpty() ? 1 : 1 / scalars.getFirst()[step];
          return Math.floor(value * inverse + 0.5) / inverse;
        });
  }
}
