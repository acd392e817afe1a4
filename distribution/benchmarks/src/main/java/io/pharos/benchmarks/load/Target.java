package io.pharos.benchmarks.load;

import io.pharos.toolkit.exposition.write.FloatText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One target of a fleet: its series and their values at any time. Immutable. */
final class Target {
  private final FleetSize size;
  private final String instance;
  private final int number;
  private final List<Shape.Plan> plans;
  private final boolean[] churning;

  Target(FleetSize size, int number) {
    this.size = size;
    this.number = number;
    instance = "host-" + number;
    plans = Shape.of(number, size.series());
    churning = new boolean[plans.size()];
    for (int i = 0; i < churning.length; i++) {
      long seed = Curve.mix(number * 7919L + plans.get(i).part());
      churning[i] = Curve.unit(seed) < size.churn();
    }
  }

  String instance() {
    return instance;
  }

  int seriesCount() {
    return plans.size();
  }

  double value(int series, long millis) {
    Shape.Plan plan = plans.get(series);
    return plan.curve().at(millis, plan.scale(), plan.seed());
  }

  /** The generation of what comes and goes, for this target, at a time. */
  long generation(long millis) {
    return Math.floorDiv(millis / 1000 + 13L * number, (long) size.churnSeconds());
  }

  /** The name of a series. */
  String name(int series) {
    return plans.get(series).family().title + plans.get(series).suffix();
  }

  /** Labels without name, job and instance: names and values in turn, names ascending. */
  List<String> labels(int series, long millis) {
    Shape.Plan plan = plans.get(series);
    List<String> labels = new ArrayList<>(plan.labels());
    for (int i = 0; i < size.extraLabels(); i++) {
      insert(labels, Shape.EXTRA[i], Shape.EXTRA[i] + "-" + (number * (i + 3) % (5 + 4 * i)));
    }
    if (churning[series]) {
      insert(labels, "revision", Long.toString(generation(millis)));
    }
    return labels;
  }

  private static void insert(List<String> labels, String name, String value) {
    int at = 0;
    while (at < labels.size() && labels.get(at).compareTo(name) < 0) {
      at += 2;
    }
    labels.add(at, name);
    labels.add(at + 1, value);
  }

  /** What a scrape at a time reads, in the text format. */
  byte[] text(long millis) {
    StringBuilder out = new StringBuilder(plans.size() * 90);
    Shape.Family family = null;
    for (int i = 0; i < plans.size(); i++) {
      Shape.Plan plan = plans.get(i);
      if (plan.family() != family) {
        family = plan.family();
        out.append("# HELP ").append(family.title).append(" A family of the fleet.\n");
        out.append("# TYPE ").append(family.title).append(' ').append(family.type).append('\n');
      }
      out.append(family.title).append(plan.suffix()).append('{');
      List<String> labels = labels(i, millis);
      for (int l = 0; l < labels.size(); l += 2) {
        out.append(l == 0 ? "" : ",").append(labels.get(l)).append("=\"");
        out.append(labels.get(l + 1)).append('"');
      }
      out.append("} ");
      FloatText.append(value(i, millis), out);
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
