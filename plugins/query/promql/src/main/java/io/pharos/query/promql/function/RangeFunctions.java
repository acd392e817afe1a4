package io.pharos.query.promql.function;

import static io.pharos.query.promql.function.RangeFunction.each;
import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** The range functions by name. */
public final class RangeFunctions {
  private static final Map<String, RangeFunction> ALL = new HashMap<>();

  static {
    ALL.put("rate", new Rate(true, true));
    ALL.put("increase", new Rate(true, false));
    ALL.put("delta", new Rate(false, false));
    ALL.put(
        "irate", each((in, step, from, to, out) -> LastTwo.compute(in, step, from, to, true, out)));
    ALL.put(
        "idelta",
        each((in, step, from, to, out) -> LastTwo.compute(in, step, from, to, false, out)));
    ALL.put("changes", new Switches(false));
    ALL.put("resets", new Switches(true));
    ALL.put("deriv", new LinearFit(false));
    ALL.put("predict_linear", new LinearFit(true));
    ALL.put("double_exponential_smoothing", each(Smoothing::compute));
    ALL.put("sum_over_time", new SumOverTime(false));
    ALL.put("avg_over_time", new SumOverTime(true));
    ALL.put("min_over_time", new Extremum(false, false));
    ALL.put("max_over_time", new Extremum(true, false));
    ALL.put("ts_of_min_over_time", new Extremum(false, true));
    ALL.put("ts_of_max_over_time", new Extremum(true, true));
    ALL.put("quantile_over_time", new QuantileOverTime());
    ALL.put("mad_over_time", new MadOverTime());
    ALL.put("stddev_over_time", new Variance(true));
    ALL.put("stdvar_over_time", new Variance(false));
    ALL.put("count_over_time", each((in, step, from, to, out) -> out.set(step, to - from)));
    ALL.put("present_over_time", each((in, step, from, to, out) -> out.set(step, 1)));
    ALL.put("absent_over_time", ALL.get("present_over_time"));
    ALL.put(
        "last_over_time", each((in, step, from, to, out) -> Pick.sample(in, to - 1, step, out)));
    ALL.put("first_over_time", each((in, step, from, to, out) -> Pick.sample(in, from, step, out)));
    ALL.put(
        "ts_of_last_over_time",
        each((in, step, from, to, out) -> Pick.time(in, to - 1, step, out)));
    ALL.put(
        "ts_of_first_over_time", each((in, step, from, to, out) -> Pick.time(in, from, step, out)));
  }

  private RangeFunctions() {}

  /** Whether a function takes a range. */
  public static boolean has(String name) {
    return ALL.containsKey(name);
  }

  public static RangeFunction of(String name) {
    return requireNonNull(ALL.get(name), name);
  }

  /** Whether its result is a sample of the series itself, which keeps the metric name. */
  public static boolean keepsName(String name) {
    return name.equals("last_over_time") || name.equals("first_over_time");
  }
}
