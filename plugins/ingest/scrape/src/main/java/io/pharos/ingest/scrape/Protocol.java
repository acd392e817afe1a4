package io.pharos.ingest.scrape;

import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A format of expositions, by its name in configuration. */
enum Protocol {
  PROMETHEUS_PROTO(
      "PrometheusProto",
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
      false),
  OPEN_METRICS_1("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0", true),
  OPEN_METRICS_0("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1", false),
  TEXT_1("PrometheusText1.0.0", "text/plain;version=1.0.0", true),
  TEXT_0("PrometheusText0.0.4", "text/plain;version=0.0.4", false);

  /** What is asked for where nothing is configured. */
  static final List<Protocol> DEFAULT = List.of(OPEN_METRICS_1, OPEN_METRICS_0, TEXT_1, TEXT_0);

  /** The same where native histograms are wanted, which text does not carry. */
  static final List<Protocol> DEFAULT_NATIVE =
      List.of(PROMETHEUS_PROTO, OPEN_METRICS_1, OPEN_METRICS_0, TEXT_1, TEXT_0);

  private final String word;
  private final String mediaType;
  private final boolean escapes;

  Protocol(String word, String mediaType, boolean escapes) {
    this.word = word;
    this.mediaType = mediaType;
    this.escapes = escapes;
  }

  /** The protocol that configuration names. */
  static Protocol of(String word) {
    for (Protocol protocol : values()) {
      if (protocol.word.equals(word)) {
        return protocol;
      }
    }
    throw new ConfigException(
        "unknown scrape protocol " + word + ", supported: " + String.join(", ", words()));
  }

  /** Refuses unknown and repeated names. */
  static void check(List<String> words) {
    Set<String> seen = new HashSet<>();
    for (String word : words) {
      of(word);
      if (!seen.add(word)) {
        throw new ConfigException("duplicated protocol in scrape_protocols, got " + words);
      }
    }
  }

  /** The header that asks for protocols in this order. */
  static String accept(List<Protocol> protocols, String escaping) {
    StringBuilder header = new StringBuilder();
    int weight = values().length + 1;
    for (Protocol protocol : protocols) {
      header.append(protocol.mediaType);
      if (protocol.escapes) {
        header.append(";escaping=").append(escaping);
      }
      header.append(";q=0.").append(weight--).append(',');
    }
    return header.append("*/*;q=0.").append(weight).toString();
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Protocol protocol : values()) {
      words.add(protocol.word);
    }
    return words;
  }
}
