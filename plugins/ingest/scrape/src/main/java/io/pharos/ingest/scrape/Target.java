package io.pharos.ingest.scrape;

import io.pharos.model.label.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is scraped, and how: built from what discovery found. Two with equal labels and URL are one
 * target. Immutable.
 *
 * @param discovered labels before relabelling
 * @param labels those that its series get
 * @param internal all labels after relabelling
 * @param url as it is shown and requested
 */
record Target(
    Labels discovered,
    Labels labels,
    Labels internal,
    String url,
    Map<String, List<String>> params,
    Duration interval,
    Duration timeout,
    boolean nativeHistograms,
    boolean classicToo,
    boolean convertClassic) {
  /** The label of the scheme, and its value for exporters of this process. */
  static final String SCHEME = "__scheme__";

  static final String PLUGIN = "plugin";

  /** The label that names the exporter. */
  static final String EXPORTER = "__exporter__";

  /** The in-process exporter that is the target, {@code ""} if it is scraped over HTTP. */
  String exporter() {
    return internal.valueOf(SCHEME).equals(PLUGIN) ? internal.valueOf(EXPORTER) : "";
  }

  /** What makes two targets the same. */
  Key key() {
    return new Key(labels, url);
  }

  /** Whether a running loop can go on for the other one. */
  boolean isScrapedLike(Target other) {
    return interval.equals(other.interval)
        && timeout.equals(other.timeout)
        && nativeHistograms == other.nativeHistograms
        && classicToo == other.classicToo
        && convertClassic == other.convertClassic
        && internal.equals(other.internal);
  }

  /** The identity of a target. Immutable. */
  record Key(Labels labels, String url) {
    Key {
      Objects.requireNonNull(labels, "labels");
    }
  }
}
