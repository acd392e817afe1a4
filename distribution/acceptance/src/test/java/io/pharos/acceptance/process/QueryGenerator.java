package io.pharos.acceptance.process;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes random well-typed queries over {@link RandomSeries}, in the part of the language that the
 * installed Prometheus knows as well. Confined to one thread.
 *
 * <p>Moments of evaluation, samples and edges of windows never coincide: samples lie at 3 s behind
 * a multiple of 5 s, moments at 1 s, the steps of subqueries at 0 s, and windows are whole
 * multiples of 5 s, those of subqueries and 2 s more. So it does not matter to which window a
 * sample at an edge belongs, which is not the same in all versions.
 */
final class QueryGenerator {
  private static final List<String> RANGES = List.of("30s", "1m", "95s", "2m", "5m", "10m");
  private static final List<String> SUB_RANGES = List.of("62s", "92s", "2m2s", "302s", "10m2s");
  private static final List<String> SUB_STEPS = List.of("5s", "15s", "20s", "30s", "1m");
  private static final List<String> LABELS =
      List.of("job", "instance", "code", "zone", "le", "absent");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "-1", "0.5", "3", "10", "100", "-0.25", "1e3", "NaN", "Inf", "-Inf");
  private static final List<String> ELEMENT =
      List.of(
          "abs",
          "ceil",
          "floor",
          "exp",
          "ln",
          "log2",
          "log10",
          "sqrt",
          "sgn",
          "round",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "asinh",
          "acosh",
          "atanh",
          "deg",
          "rad",
          "timestamp",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "days_in_month",
          "hour",
          "minute",
          "month",
          "year");
  private static final List<String> OVER_TIME =
      List.of(
          "avg_over_time",
          "min_over_time",
          "max_over_time",
          "sum_over_time",
          "count_over_time",
          "last_over_time",
          "present_over_time",
          "stddev_over_time",
          "stdvar_over_time",
          "changes",
          "delta",
          "idelta",
          "deriv",
          "resets",
          "absent_over_time");
  private static final List<String> OF_COUNTERS = List.of("rate", "increase", "irate", "resets");
  private static final List<String> AGGREGATIONS =
      List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");
  private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");
  private static final List<String> COMPARISONS = List.of("==", "!=", ">", "<", ">=", "<=");

  private final SplittableRandom random;
  private final long start;

  /** With the epoch seconds of the data's first moment. */
  QueryGenerator(SplittableRandom random, long start) {
    this.random = random;
    this.start = start;
  }

  /** A query that gives a vector or a number. */
  Term next() {
    int depth = 1 + random.nextInt(4);
    return random.nextInt(12) == 0 ? scalar(depth) : vector(depth);
  }

  private Term vector(int depth) {
    if (depth <= 0) {
      return selector();
    }
    return switch (random.nextInt(20)) {
      case 0, 1 -> selector();
      case 2, 3, 4 -> aggregation(depth);
      case 5, 6 -> overTime(depth);
      case 7 -> ofCounter(depth);
      case 8, 9 -> element(depth);
      case 10, 11, 12 -> vectorAndScalar(depth);
      case 13, 14, 15 -> vectors(depth);
      case 16 -> set(depth);
      case 17 -> picking(depth);
      case 18 -> labels(depth);
      default -> special(depth);
    };
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private Term selector() {
    String name =
        switch (random.nextInt(8)) {
          case 0, 1 -> "requests_total";
          case 2, 3 -> "gauge";
          case 4 -> "level";
          case 5 -> "build_info";
          case 6 -> "latency_bucket";
          default -> "odd";
        };
    return Term.of(Term.Type.VECTOR, name + matchers() + timing());
  }

  private String matchers() {
    return switch (random.nextInt(8)) {
      case 0 -> "{job=\"a\"}";
      case 1 -> "{job!=\"a\"}";
      case 2 -> "{instance=~\"i[01]\"}";
      case 3 -> "{instance!~\"i[01]|\"}";
      case 4 -> "{code=\"\"}";
      case 5 -> "{zone=~\".+\",job=~\"a|b\"}";
      default -> "";
    };
  }

  private String timing() {
    String offset =
        switch (random.nextInt(10)) {
          case 0 -> " offset 35s";
          case 1 -> " offset -20s";
          case 2 -> " offset 5m";
          default -> "";
        };
    String at =
        switch (random.nextInt(14)) {
          case 0 -> " @ " + (start + 301 + 5L * random.nextInt(300));
          case 1 -> " @ start()";
          case 2 -> " @ end()";
          default -> "";
        };
    return random.nextBoolean() ? at + offset : offset + at;
  }

  private Term range(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return subquery(Term.Type.RANGE, vector(depth - 1));
    }
    String name = random.nextInt(4) == 0 ? "odd" : random.nextBoolean() ? "gauge" : "level";
    return Term.of(Term.Type.RANGE, name + matchers() + '[' + one(RANGES) + ']' + timing());
  }

  /** Counters and sums of them: what rises, but for resets, and stays far from zero. */
  private Term counter(int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      Term inner = Term.of(Term.Type.VECTOR, "requests_total" + matchers() + timing());
      return subquery(Term.Type.COUNTER, inner);
    }
    return Term.of(
        Term.Type.COUNTER, "requests_total" + matchers() + '[' + one(RANGES) + ']' + timing());
  }

  private Term subquery(Term.Type type, Term inner) {
    String step = random.nextInt(5) == 0 ? "" : one(SUB_STEPS);
    return Term.of(type, "(#)[" + one(SUB_RANGES) + ':' + step + ']' + timing(), inner);
  }

  private Term overTime(int depth) {
    Term range = range(depth);
    return switch (random.nextInt(8)) {
      case 0 -> Term.of(Term.Type.VECTOR, "quantile_over_time(#, #)", scalar(0), range);
      case 1 -> Term.of(Term.Type.VECTOR, "predict_linear(#, #)", range, scalar(0));
      default -> Term.of(Term.Type.VECTOR, one(OVER_TIME) + "(#)", range);
    };
  }

  private Term ofCounter(int depth) {
    return Term.of(Term.Type.VECTOR, one(OF_COUNTERS) + "(#)", counter(depth));
  }

  private Term element(int depth) {
    Term vector = vector(depth - 1);
    return switch (random.nextInt(8)) {
      case 0 -> Term.of(Term.Type.VECTOR, "clamp_min(#, #)", vector, scalar(0));
      case 1 -> Term.of(Term.Type.VECTOR, "clamp_max(#, #)", vector, scalar(0));
      case 2 -> Term.of(Term.Type.VECTOR, "clamp(#, #, #)", vector, scalar(0), scalar(0));
      case 3 -> Term.of(Term.Type.VECTOR, "-(#)", vector);
      default -> Term.of(Term.Type.VECTOR, one(ELEMENT) + "(#)", vector);
    };
  }

  private String grouping() {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> " by (" + names() + ") ";
      default -> " without (" + names() + ") ";
    };
  }

  private String names() {
    int count = random.nextInt(3);
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      names.append(i == 0 ? "" : ", ").append(one(LABELS));
    }
    return names.toString();
  }

  private Term aggregation(int depth) {
    Term inner = vector(depth - 1);
    if (random.nextInt(8) == 0) {
      return Term.of(Term.Type.VECTOR, "quantile" + grouping() + "(#, #)", scalar(0), inner);
    }
    return Term.of(Term.Type.VECTOR, one(AGGREGATIONS) + grouping() + "(#)", inner);
  }

  private String operator(boolean scalars) {
    if (random.nextInt(3) > 0) {
      return one(ARITHMETIC);
    }
    return one(COMPARISONS) + (scalars || random.nextBoolean() ? " bool" : "");
  }

  private Term vectorAndScalar(int depth) {
    Term vector = vector(depth - 1);
    Term scalar = scalar(depth - 1);
    return random.nextBoolean()
        ? joined(vector, operator(false), scalar)
        : joined(scalar, operator(false), vector);
  }

  /** Now and then without parentheses, so that precedence counts. */
  private Term joined(Term left, String operator, Term right) {
    String template = random.nextInt(4) == 0 ? "# " + operator + " #" : "(#) " + operator + " (#)";
    return Term.of(Term.Type.VECTOR, template, left, right);
  }

  private Term vectors(int depth) {
    String operator = operator(false);
    String matching =
        switch (random.nextInt(8)) {
          case 0 -> " on (job, instance)";
          case 1 -> " on (instance) group_left (code)";
          case 2 -> " on (job, instance) group_right ()";
          case 3 -> " ignoring (code) group_left ()";
          case 4 -> " ignoring (code, zone, version)";
          default -> "";
        };
    if (random.nextInt(3) == 0) {
      Term aggregated = Term.of(Term.Type.VECTOR, "sum by (job, instance) (#)", vector(depth - 1));
      Term info = Term.of(Term.Type.VECTOR, "build_info" + timing());
      return joined(aggregated, operator + " on (job, instance)", info);
    }
    if (random.nextInt(3) == 0) {
      // the same on both sides matches for sure
      Term same = vector(depth - 1);
      return joined(same, operator, random.nextBoolean() ? same : element(1));
    }
    return joined(vector(depth - 1), operator + matching, vector(depth - 1));
  }

  private Term set(int depth) {
    String operator = one(List.of("and", "or", "unless"));
    String matching =
        switch (random.nextInt(4)) {
          case 0 -> " on (instance)";
          case 1 -> " ignoring (code)";
          default -> "";
        };
    return joined(vector(depth - 1), operator + matching, vector(depth - 1));
  }

  private Term distinct(int depth) {
    return switch (depth <= 0 ? 0 : random.nextInt(4)) {
      case 1 -> Term.of(Term.Type.DISTINCT, "deriv(level[2m]" + timing() + ')');
      case 2 -> Term.of(Term.Type.DISTINCT, "sum by (job, instance) (#)", distinct(depth - 1));
      case 3 -> Term.of(Term.Type.DISTINCT, "# * 1.5", distinct(depth - 1));
      default -> Term.of(Term.Type.DISTINCT, "level" + matchers());
    };
  }

  private Term picking(int depth) {
    String name = random.nextBoolean() ? "topk" : "bottomk";
    Term count = Term.of(Term.Type.SCALAR, Integer.toString(random.nextInt(5)));
    return Term.of(Term.Type.VECTOR, name + grouping() + "(#, #)", count, distinct(depth - 1));
  }

  private Term labels(int depth) {
    Term vector = vector(depth - 1);
    return switch (random.nextInt(4)) {
      case 0 ->
          Term.of(
              Term.Type.VECTOR,
              "label_replace(#, \"zone\", \"$1-x\", \"instance\", \"(.)(.)\")",
              vector);
      case 1 ->
          Term.of(Term.Type.VECTOR, "label_replace(#, \"job\", \"\", \"code\", \"5..\")", vector);
      case 2 ->
          Term.of(
              Term.Type.VECTOR,
              "label_join(#, \"both\", \"/\", \"job\", \"zone\", \"code\")",
              vector);
      default -> Term.of(Term.Type.VECTOR, "count_values" + grouping() + "(\"value\", #)", vector);
    };
  }

  private Term special(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> Term.of(Term.Type.VECTOR, "absent(#)", vector(depth - 1));
      case 1 -> Term.of(Term.Type.VECTOR, "vector(#)", scalar(depth - 1));
      case 2 -> Term.of(Term.Type.VECTOR, "sort(#)", vector(depth - 1));
      case 3 -> Term.of(Term.Type.VECTOR, "sort_desc(#)", vector(depth - 1));
      default ->
          Term.of(
              Term.Type.VECTOR,
              "histogram_quantile(#, sum by (le, job) (rate(latency_bucket"
                  + matchers()
                  + '['
                  + one(RANGES)
                  + "])))",
              scalar(0));
    };
  }

  private Term scalar(int depth) {
    if (depth <= 0) {
      return Term.of(Term.Type.SCALAR, one(NUMBERS));
    }
    return switch (random.nextInt(8)) {
      case 0 -> Term.of(Term.Type.SCALAR, "time()");
      case 1 -> Term.of(Term.Type.SCALAR, "pi()");
      case 2 -> Term.of(Term.Type.SCALAR, "scalar(#)", vector(depth - 1));
      case 3 ->
          Term.of(
              Term.Type.SCALAR,
              "(#) " + operator(true) + " (#)",
              scalar(depth - 1),
              scalar(depth - 1));
      case 4 -> Term.of(Term.Type.SCALAR, "-(#)", scalar(depth - 1));
      default -> Term.of(Term.Type.SCALAR, one(NUMBERS));
    };
  }
}
