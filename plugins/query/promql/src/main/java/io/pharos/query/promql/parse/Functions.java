package io.pharos.query.promql.parse;

import static io.pharos.query.promql.ast.ValueType.MATRIX;
import static io.pharos.query.promql.ast.ValueType.SCALAR;
import static io.pharos.query.promql.ast.ValueType.STRING;
import static io.pharos.query.promql.ast.ValueType.VECTOR;

import io.pharos.query.promql.ast.FunctionSignature;
import io.pharos.query.promql.ast.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signatures of all functions. */
public final class Functions {
  private static final Map<String, FunctionSignature> ALL = new HashMap<>();

  static {
    for (String name :
        List.of(
            "abs",
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "ceil",
            "cos",
            "cosh",
            "deg",
            "exp",
            "floor",
            "ln",
            "log10",
            "log2",
            "rad",
            "sgn",
            "sin",
            "sinh",
            "sqrt",
            "tan",
            "tanh",
            "sort",
            "sort_desc",
            "timestamp",
            "absent",
            "histogram_avg",
            "histogram_count",
            "histogram_sum",
            "histogram_stddev",
            "histogram_stdvar")) {
      add(name, VECTOR, VECTOR);
    }
    for (String name :
        List.of(
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "days_in_month",
            "hour",
            "minute",
            "month",
            "year")) {
      add(name, 1, false, VECTOR, VECTOR);
    }
    for (String name :
        List.of(
            "absent_over_time",
            "avg_over_time",
            "changes",
            "count_over_time",
            "delta",
            "deriv",
            "first_over_time",
            "idelta",
            "increase",
            "irate",
            "last_over_time",
            "max_over_time",
            "min_over_time",
            "present_over_time",
            "rate",
            "resets",
            "stddev_over_time",
            "stdvar_over_time",
            "sum_over_time")) {
      add(name, VECTOR, MATRIX);
    }
    for (String name :
        List.of(
            "mad_over_time",
            "ts_of_first_over_time",
            "ts_of_last_over_time",
            "ts_of_max_over_time",
            "ts_of_min_over_time")) {
      add(name, 0, true, VECTOR, MATRIX);
    }
    for (String name : List.of("start", "end", "range", "step")) {
      add(name, 0, true, SCALAR);
    }
    add("max_of", 0, true, SCALAR, SCALAR, SCALAR);
    add("min_of", 0, true, SCALAR, SCALAR, SCALAR);
    add("clamp", VECTOR, VECTOR, SCALAR, SCALAR);
    add("clamp_max", VECTOR, VECTOR, SCALAR);
    add("clamp_min", VECTOR, VECTOR, SCALAR);
    add("round", 1, false, VECTOR, VECTOR, SCALAR);
    add("pi", SCALAR);
    add("time", SCALAR);
    add("scalar", SCALAR, VECTOR);
    add("vector", VECTOR, SCALAR);
    add("predict_linear", VECTOR, MATRIX, SCALAR);
    add("quantile_over_time", VECTOR, SCALAR, MATRIX);
    add("double_exponential_smoothing", 0, true, VECTOR, MATRIX, SCALAR, SCALAR);
    add("histogram_fraction", VECTOR, SCALAR, SCALAR, VECTOR);
    add("histogram_quantile", VECTOR, SCALAR, VECTOR);
    add("histogram_quantiles", 9, true, VECTOR, VECTOR, STRING, SCALAR, SCALAR);
    add("label_join", -1, false, VECTOR, VECTOR, STRING, STRING, STRING);
    add("label_replace", VECTOR, VECTOR, STRING, STRING, STRING, STRING);
    add("sort_by_label", -1, true, VECTOR, VECTOR, STRING);
    add("sort_by_label_desc", -1, true, VECTOR, VECTOR, STRING);
    add("info", 1, true, VECTOR, VECTOR, VECTOR);
    add("start_timestamp", 0, true, VECTOR, VECTOR);
  }

  private Functions() {}

  /** The signature of a function, null if there is none of the name. */
  public static @Nullable FunctionSignature find(String name) {
    return ALL.get(name);
  }

  private static void add(String name, ValueType returns, ValueType... args) {
    add(name, 0, false, returns, args);
  }

  private static void add(
      String name, int variadic, boolean experimental, ValueType returns, ValueType... args) {
    ALL.put(name, new FunctionSignature(name, List.of(args), variadic, returns, experimental));
  }
}
