package io.pharos.acceptance.process;

import io.pharos.acceptance.process.Answer.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

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
  /** The same, where it goes on as a time or a label. */
  USED_DEVIATION_OF_NO_NUMBER {
    @Override
    boolean explains(Case found) {
      return found.has(
          "(day|days|hour|minute|month|year|count_values).*std(dev|var)\\b.*\\bodd\\b");
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
   * The last digit of a power, a cosine or a mean, which is of no consequence but in a label that
   * is made of it.
   */
  LAST_DIGIT_IN_LABEL {
    @Override
    boolean explains(Case found) {
      return found.has("count_values") && found.asManyPoints();
    }
  },
  /** The last digit of a large power, which is many turns of an angle. */
  POWER_AS_ANGLE {
    @Override
    boolean explains(Case found) {
      return found.has("\\b(sin|cos|tan)\\b") && found.has("\\^") && found.sameSeries();
    }
  },
  /** The last digit of what is divided, for a remainder jumps where the division has none. */
  REMAINDER {
    @Override
    boolean explains(Case found) {
      return found.has("%") && found.sameSeries();
    }
  },
  /** The last digit of a mean, by which two that are the same in theory are not equal. */
  MEANS_COMPARED {
    @Override
    boolean explains(Case found) {
      return found.has("avg") && found.has("[=!]= *bool") && found.sameSeries();
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

  /** Whether the rule is why the answers differ. */
  abstract boolean explains(Case found);

  interface PointRule {
    boolean explains(Point theirs, Point ours);
  }

  /** A query, and how both answered. */
  record Case(String query, Answer theirs, Answer ours) {
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

    boolean asManyPoints() {
      return ours.error().equals(theirs.error()) && count(ours) == count(theirs);
    }

    private static int count(Answer answer) {
      return answer.series().values().stream().mapToInt(List::size).sum();
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
