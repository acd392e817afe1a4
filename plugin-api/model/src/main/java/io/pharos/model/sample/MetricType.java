package io.pharos.model.sample;

/** The type of a metric family as its exporter states it. */
public enum MetricType {
  COUNTER("counter"),
  GAUGE("gauge"),
  HISTOGRAM("histogram"),
  GAUGE_HISTOGRAM("gaugehistogram"),
  SUMMARY("summary"),
  INFO("info"),
  STATESET("stateset"),
  UNKNOWN("unknown");

  private final String word;

  MetricType(String word) {
    this.word = word;
  }

  /** The word of OpenMetrics and of the HTTP API. */
  public String word() {
    return word;
  }
}
