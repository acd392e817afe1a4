package io.pharos.acceptance.process;

import io.pharos.acceptance.process.Answer.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known to differ between the Prometheus that Debian has (2.42) and the one that Pharos
 * follows (3.14). Each rule explains an answer only if nothing else differs in it.
 */
enum KnownDifference {
  /**
   * The deviation of a single NaN or infinity was 0, since the first value of a group was not
   * looked at; it is NaN now.
   */
  DEVIATION_OF_NO_NUMBER {
    @Override
    boolean explains(Case found) {
      return found.has("std(dev|var)\\b")
          && found.sameSeries()
          && found.points((theirs, ours) -> Double.isNaN(ours.value()));
    }
  },
  /** The same, where a comparison has taken the NaN away. */
  COMPARED_DEVIATION_OF_NO_NUMBER {
    @Override
    boolean explains(Case found) {
      return found.has("std(dev|var)\\b") && found.has("==|!=|[<>]") && found.isPartOfTheirs();
    }
  },
  /** The last digit of a deviation, or a single value that is no number, compared. */
  COMPARED_DEVIATION {
    @Override
    boolean explains(Case found) {
      return found.has("std(dev|var)\\b")
          && found.has("(==|!=|[<>]=?) *bool")
          && found.sameSeries()
          && found.points((theirs, ours) -> theirs.value() == 1 - ours.value());
    }
  },
  /**
   * A counter whose window begins with a gap was extended to where it would be zero, even beyond
   * half of its interval.
   */
  EXTENDED_TO_ZERO {
    @Override
    boolean explains(Case found) {
      return found.has("\\b(rate|increase)\\(")
          && found.sameSeries()
          && found.points((theirs, ours) -> theirs.value() > ours.value() && ours.value() > 0);
    }
  },
  /** A deviation of no number that goes on as a time or a label. */
  USED_DEVIATION_OF_NO_NUMBER {
    @Override
    boolean explains(Case found) {
      return found.has("(day|days|hour|minute|month|year|count_values).*std(dev|var)\\b.*\\bodd\\b")
          && found.theirs().error().equals(found.ours().error());
    }
  },
  /** The last digit of a deviation, rounded. */
  ROUNDED_DEVIATION {
    @Override
    boolean explains(Case found) {
      return found.has("(floor|ceil|round).*std(dev|var)\\b")
          && found.sameSeries()
          && found.points((theirs, ours) -> Math.abs(theirs.value() - ours.value()) <= 1);
    }
  },
  /** A sum of negative zeros alone was negative zero, before it was compensated. */
  ANGLE_OF_ZERO {
    @Override
    boolean explains(Case found) {
      return found.has("sum.*\\batan2\\b")
          && found.sameSeries()
          && found.points((theirs, ours) -> theirs.value() == -ours.value());
    }
  },
  /** The mean behind a deviation was summed without compensation; large numbers show it. */
  DEVIATION_OF_LARGE_NUMBERS {
    private static final double TOLERANCE = 1e-6;

    @Override
    boolean explains(Case found) {
      return found.has("std(dev|var)\\b")
          && found.sameSeries()
          && found.points(
              (theirs, ours) ->
                  Math.abs(theirs.value() - ours.value()) <= TOLERANCE * Math.abs(ours.value()));
    }
  },
  /**
   * The last digit of a power, a cosine or a mean, or the sign of a zero, which are of no
   * consequence but in a label that is made of them.
   */
  LAST_DIGIT_IN_LABEL {
    @Override
    boolean explains(Case found) {
      return found.has("count_values") && found.sameWithShortNumbers();
    }
  },
  /** The last digit of a large power, which is many turns of an angle. */
  POWER_AS_ANGLE {
    @Override
    boolean explains(Case found) {
      return found.has("\\b(sin|cos|tan)\\b.*\\^")
          && found.sameSeries()
          && found.points(
              (theirs, ours) -> !Double.isNaN(theirs.value()) && !Double.isNaN(ours.value()));
    }
  },
  /**
   * The last digit of what is divided: where the division has no remainder, it jumps by the
   * divisor, which is 1 in {@code build_info}. A large power or exponential has no digits left for
   * it.
   */
  REMAINDER {
    @Override
    boolean explains(Case found) {
      return found.has("%")
          && found.sameSeries()
          && found.points(
              (theirs, ours) ->
                  found.has("(\\^|sinh|cosh|exp).*%")
                      || isNear(Math.abs(theirs.value() - ours.value()), 1));
    }
  },
  /** The last digit of a mean, by which two that are the same in theory are not equal. */
  MEANS_COMPARED {
    @Override
    boolean explains(Case found) {
      return found.has("avg.*[=!]= *bool.*avg")
          && found.sameSeries()
          && found.points((theirs, ours) -> theirs.value() == 1 - ours.value());
    }
  },
  /** Infinity in a compensated sum made it NaN. */
  LINE_THROUGH_INFINITY {
    @Override
    boolean explains(Case found) {
      return found.has("predict_linear|deriv")
          && found.sameSeries()
          && found.points(
              (theirs, ours) -> Double.isNaN(theirs.value()) && Double.isInfinite(ours.value()));
    }
  },
  /** Names were kept by {@code atan2} with a number, unlike by all other arithmetic. */
  NAME_BEHIND_ATAN2 {
    @Override
    boolean explains(Case found) {
      return found.has("\\batan2\\b") && found.sameWithoutNames();
    }
  },
  /** Elements that a comparison takes away were not looked at for being matched twice. */
  MATCHED_TWICE_AND_FILTERED {
    @Override
    boolean explains(Case found) {
      return found.has("==|!=|[<>]")
          && found.theirs().error().isEmpty()
          && found.ours().reason().contains("many-to-one matching must be explicit");
    }
  },
  /**
   * After the first step of a range query {@code predict_linear} had lost samples of a window that
   * an {@code @} holds in place; so have the steps of a subquery.
   */
  PREDICTION_FROM_FIXED_WINDOW {
    @Override
    boolean explains(Case found) {
      return found.has("predict_linear\\(.*@")
          && found.theirs().error().equals(found.ours().error())
          && (found.theirs().type().equals("matrix") || found.has("\\[\\w+:\\w*\\]"));
    }
  };

  private static boolean isNear(double value, double other) {
    return Math.abs(value - other) <= 1e-6;
  }

  /** Whether the rule is why the answers differ. */
  abstract boolean explains(Case found);

  interface PointRule {
    boolean explains(Point theirs, Point ours);
  }

  /** A query, and how both answered. */
  record Case(String query, Answer theirs, Answer ours) {
    private static final Pattern NUMBER =
        Pattern.compile("value=(-?[0-9][0-9.]*(?:e[-+]?[0-9]+)?)");

    boolean has(String expression) {
      return Pattern.compile(expression).matcher(query).find();
    }

    boolean sameSeries() {
      return theirs.error().equals(ours.error())
          && theirs.type().equals(ours.type())
          && theirs.series().keySet().equals(ours.series().keySet());
    }

    /** Whether a rule explains every point that differs. */
    boolean points(PointRule rule) {
      for (Map.Entry<String, List<Point>> one : theirs.series().entrySet()) {
        List<Point> mine = ours.series().getOrDefault(one.getKey(), List.of());
        if (mine.size() != one.getValue().size()) {
          return false;
        }
        for (int i = 0; i < mine.size(); i++) {
          Point their = one.getValue().get(i);
          if (!their.isNear(mine.get(i)) && !rule.explains(their, mine.get(i))) {
            return false;
          }
        }
      }
      return true;
    }

    /** Whether ours says nothing that theirs does not say too. */
    boolean isPartOfTheirs() {
      return ours.error().equals(theirs.error())
          && ours.series().entrySet().stream()
              .allMatch(
                  one ->
                      theirs.series().getOrDefault(one.getKey(), List.of()).stream()
                              .filter(their -> one.getValue().stream().anyMatch(their::isNear))
                              .count()
                          == one.getValue().size());
    }

    /** Whether the answers are the same but for the last digits of numbers in labels. */
    boolean sameWithShortNumbers() {
      return withShortNumbers(theirs).isNear(withShortNumbers(ours));
    }

    private static Answer withShortNumbers(Answer answer) {
      Map<String, List<Point>> series = new TreeMap<>();
      answer
          .series()
          .forEach((labels, points) -> series.merge(shortNumbers(labels), points, Case::sum));
      return new Answer(answer.error(), answer.reason(), answer.type(), series);
    }

    /** Counts of labels that are one now, negative zero's and zero's for one. */
    private static List<Point> sum(List<Point> one, List<Point> other) {
      Map<String, Point> sums = new TreeMap<>();
      Stream.concat(one.stream(), other.stream())
          .forEach(
              point ->
                  sums.merge(
                      point.time(), point, (a, b) -> new Point(a.time(), a.value() + b.value())));
      return List.copyOf(sums.values());
    }

    private static String shortNumbers(String labels) {
      return NUMBER
          .matcher(labels)
          .replaceAll(
              number ->
                  "value="
                      + new BigDecimal(number.group(1))
                          .round(new MathContext(10))
                          .stripTrailingZeros());
    }

    boolean sameWithoutNames() {
      return withoutNames(theirs).isNear(withoutNames(ours));
    }

    private static Answer withoutNames(Answer answer) {
      Map<String, List<Point>> series = new TreeMap<>();
      answer
          .series()
          .forEach(
              (labels, points) -> series.put(labels.replaceAll("__name__=\\w+,? ?", ""), points));
      return new Answer(answer.error(), answer.reason(), answer.type(), series);
    }
  }
}
