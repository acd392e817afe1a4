package io.pharos.benchmarks.load;

/**
 * How large a fleet is. Immutable.
 *
 * @param series of each target
 * @param extraLabels so many more labels on each series
 * @param churn the share of the series that are replaced by new ones every {@code churnSeconds}
 */
record FleetSize(int targets, int series, int extraLabels, double churn, int churnSeconds) {
  FleetSize {
    if (targets < 1 || series < 1 || extraLabels < 0 || extraLabels > Shape.EXTRA.length) {
      throw new IllegalArgumentException(
          "a fleet has at least one target and series, and at most "
              + Shape.EXTRA.length
              + " extra labels");
    }
    if (churn < 0 || churn > 1 || churnSeconds < 1) {
      throw new IllegalArgumentException("--churn is a share between 0 and 1, each some seconds");
    }
  }

  static FleetSize of(Options options) {
    return new FleetSize(
        options.number("targets", 100),
        options.number("series", 1000),
        options.number("labels", 0),
        options.real("churn", 0),
        options.number("churn-every", 600));
  }
}
