package io.pharos.acceptance.process;

import io.pharos.acceptance.process.Answer.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
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
  DEVIATION_OF_NO_NUMBER(
      found ->
          found.has("std(dev|var)\\b")
              && found.sameSeries()
              && found.points((theirs, ours) -> Double.isNaN(ours.value()))),
  /** Names were kept by {@code atan2} with a number, unlike by all other arithmetic. */
  NAME_BEHIND_ATAN2(found -> found.has("\\batan2\\b") && found.sameWithoutNames());

  private final Predicate<Case> applies;

  KnownDifference(Predicate<Case> applies) {
    this.applies = applies;
  }

  boolean explains(Case difference) {
    return applies.test(difference);
  }

  private interface PointRule {
    boolean explains(Point theirs, Point ours);
  }

  /** A query, and how both answered. */
  record Case(String query, Answer theirs, Answer ours) {
    private boolean has(String expression) {
      return Pattern.compile(expression).matcher(query).find();
    }

    private boolean sameSeries() {
      return theirs.error().equals(ours.error())
          && theirs.type().equals(ours.type())
          && theirs.series().keySet().equals(ours.series().keySet());
    }

    /** Whether a rule explains every point that differs. */
    private boolean points(PointRule rule) {
      for (Map.Entry<String, List<Point>> one : theirs.series().entrySet()) {
        List<Point> mine = ours.series().get(one.getKey());
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

    private boolean sameWithoutNames() {
      return withoutNames(theirs).isNear(withoutNames(ours));
    }

    private static Answer withoutNames(Answer answer) {
      Map<String, List<Point>> series = new TreeMap<>();
      answer
          .series()
          .forEach(
              (labels, points) -> series.put(labels.replaceAll("__name__=\\w+,? ?", ""), points));
      return new Answer(answer.error(), answer.type(), series);
    }
  }
}
