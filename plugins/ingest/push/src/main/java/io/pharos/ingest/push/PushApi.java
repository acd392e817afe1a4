package io.pharos.ingest.push;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.ingest.push.store.Group;
import io.pharos.ingest.push.store.Groups;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.toolkit.exposition.write.FloatText;
import io.pharos.toolkit.json.Envelope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The groups and the state of the server as JSON. Thread-safe. */
final class PushApi {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin",
          "Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS",
          "Access-Control-Allow-Origin", "*",
          "Access-Control-Expose-Headers", "Date",
          "Cache-Control", "no-cache, no-store, must-revalidate");

  private final PushConfig config;
  private final Groups groups;
  private final ServerInfo server;

  PushApi(PushConfig config, Groups groups, ServerInfo server) {
    this.config = config;
    this.groups = groups;
    this.server = server;
  }

  void metrics(HttpRequest request, HttpResponse response) throws IOException {
    answer(response, shown());
  }

  /** The same on the server's own site, which decides itself who may read it. */
  void pageMetrics(HttpRequest request, HttpResponse response) throws IOException {
    Envelope.success(response, shown());
  }

  private List<Object> shown() {
    List<Object> data = new ArrayList<>();
    for (Group group : groups.all()) {
      Map<String, Object> shown = new TreeMap<>();
      group.all().forEach((name, pushed) -> shown.put(name, family(pushed)));
      shown.put("labels", group.labels());
      shown.put("last_push_successful", group.successful());
      data.add(shown);
    }
    return data;
  }

  private static Map<String, Object> family(Group.Pushed pushed) {
    Family family = pushed.family();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("time_stamp", Instant.ofEpochMilli(pushed.millis()).toString());
    shown.put("type", Family.title(family.type()));
    if (!family.help().isEmpty()) {
      shown.put("help", family.help());
    }
    List<Object> metrics = new ArrayList<>();
    family.metrics().forEach(metric -> metrics.add(metric(metric)));
    shown.put("metrics", metrics);
    return shown;
  }

  private static Map<String, Object> metric(Metric metric) {
    Map<String, Object> shown = new TreeMap<>();
    shown.put("labels", metric.labels());
    switch (metric) {
      case Metric.Single single -> shown.put("value", number(single.value()));
      case Metric.Summary summary -> {
        shown.put("quantiles", points(summary.quantiles()));
        shown.put("count", Long.toUnsignedString(summary.count()));
        shown.put("sum", number(summary.sum()));
      }
      case Metric.Buckets buckets -> {
        shown.put("buckets", points(buckets.buckets()));
        shown.put("count", Long.toUnsignedString(buckets.count()));
        shown.put("sum", number(buckets.sum()));
      }
    }
    return shown;
  }

  /** As in expositions, but a negative zero keeps its sign. */
  private static String number(double value) {
    return value == 0 && 1 / value < 0 ? "-0" : FloatText.of(value);
  }

  private static Map<String, String> points(List<Metric.Point> points) {
    Map<String, String> shown = new TreeMap<>();
    points.forEach(point -> shown.put(number(point.at()), number(point.value())));
    return shown;
  }

  void status(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, Object> data = new TreeMap<>();
    data.put(
        "build_information",
        new TreeMap<>(
            Map.of(
                "branch", "",
                "buildDate", "",
                "buildUser", "",
                "goVersion", "",
                "revision", "",
                "version", server.version())));
    Map<String, String> flags = new TreeMap<>();
    flags.put("persistence.file", config.persistenceFile());
    flags.put("persistence.interval", goDuration(config.persistenceInterval().toSeconds()));
    flags.put("push.disable-consistency-check", Boolean.toString(config.unchecked()));
    flags.put("push.enable-utf8-names", Boolean.toString(config.utf8Names()));
    flags.put("web.enable-admin-api", Boolean.toString(config.adminApi()));
    flags.put("web.telemetry-path", config.telemetryPath());
    data.put("flags", flags);
    data.put("start_time", Instant.ofEpochMilli(server.startedAt()).toString());
    answer(response, data);
  }

  /** Whole seconds as {@code 1h5m0s}. */
  private static String goDuration(long seconds) {
    String text = seconds % 60 + "s";
    if (seconds >= 60) {
      text = seconds / 60 % 60 + "m" + text;
    }
    return seconds >= 3600 ? seconds / 3600 + "h" + text : text;
  }

  private static void answer(HttpResponse response, Object data) throws IOException {
    HEADERS.forEach(response::header);
    Envelope.success(response, data);
  }
}
