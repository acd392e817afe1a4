package io.pharos.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * All targets. The same size always gives the same series and, at the same time, the same values.
 */
record Fleet(FleetSize size, List<Target> targets) {
  static Fleet of(FleetSize size) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < size.targets(); i++) {
      targets.add(new Target(size, i));
    }
    return new Fleet(size, List.copyOf(targets));
  }
}
