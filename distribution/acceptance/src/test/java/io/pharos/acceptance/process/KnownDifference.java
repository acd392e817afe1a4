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
   * an {@code @} holds in place.
   */
  PREDICTION_FROM_FIXED_WINDOW {
    @Override
    boolean explains(Case found) {
      return found.has("predict_linear\\(.*@")
          && found.theirs().error().equals(found.ours().error())
          && found.theirs().type().equals("matrix");
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
