package io.pharos.web.api;

import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.ServerInfo.State;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * What people should know of the server now: starting, stopping, a failed reload. The state is
 * looked at when it is asked for, and once a second for those who listen. Thread-safe.
 */
final class Notifications implements AutoCloseable {
  private static final String STARTING =
      "Prometheus is starting and replaying the write-ahead log (WAL).";
  private static final String STOPPING =
      "Prometheus is shutting down and gracefully stopping all operations.";
  private static final String RELOAD_FAILED = "Configuration reload has failed.";
  private static final String RELOADED = "prometheus_config_last_reload_successful";
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Context context;
  private final MetricFamilies metrics;
  private final Semaphore subscribers;
  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Notifications(Context context, MetricFamilies metrics, int maxSubscribers) {
    this.context = context;
    this.metrics = metrics;
    this.subscribers = new Semaphore(maxSubscribers);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/notifications", Api.handler(this::list)).whileStarting(),
        Route.get("/api/v1/notifications/live", this::live).whileStarting());
  }

  /** Texts that hold now, and since when. */
  private Map<String, Long> current() {
    List<String> texts = new ArrayList<>();
    State state = context.server().state();
    if (state == State.STARTING) {
      texts.add(STARTING);
    } else if (state == State.STOPPING) {
      texts.add(STOPPING);
    }
    for (MetricFamily family : metrics.read(Route.SERVER)) {
      if (family.name().equals(RELOADED)
          && !family.samples().isEmpty()
          && family.samples().getFirst().value() == 0
          && state == State.READY) {
        texts.add(RELOAD_FAILED);
      }
    }
    since.keySet().retainAll(texts);
    Map<String, Long> now = new TreeMap<>();
    for (String text : texts) {
      now.put(text, since.computeIfAbsent(text, _ -> context.clock().millis()));
    }
    return now;
  }

  private Api.Answer list(HttpRequest request) {
    Map<String, Long> now = current();
    return Api.Answer.of(
        json -> {
          json.beginArray();
          for (Map.Entry<String, Long> entry : now.entrySet()) {
            write(json, entry.getKey(), entry.getValue(), true);
          }
          json.endArray();
        });
  }

  private static void write(JsonWriter json, String text, long millis, boolean active)
      throws IOException {
    json.beginObject();
    json.name("text").string(text);
    json.name("date").string(Instant.ofEpochMilli(millis).toString());
    json.name("active").bool(active);
    json.endObject();
  }

  private void live(HttpRequest request, HttpResponse response)
      throws IOException, InterruptedException {
    if (!subscribers.tryAcquire()) {
      response.status(204);
      return;
    }
    try {
      response.header("Content-Type", "text/event-stream").header("Cache-Control", "no-cache");
      stream(response.body());
    } finally {
      subscribers.release();
    }
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    Set<String> told = new HashSet<>();
    out.flush();
    while (!closed && context.server().state() != State.STOPPING) {
      Map<String, Long> now = current();
      for (Map.Entry<String, Long> entry : now.entrySet()) {
        if (told.add(entry.getKey())) {
          event(out, entry.getKey(), entry.getValue(), true);
        }
      }
      for (String text : List.copyOf(told)) {
        if (!now.containsKey(text)) {
          told.remove(text);
          event(out, text, context.clock().millis(), false);
        }
      }
      context.scheduler().sleep(PERIOD);
    }
  }

  private static void event(OutputStream out, String text, long millis, boolean active)
      throws IOException {
    out.write("data: ".getBytes(StandardCharsets.US_ASCII));
    JsonWriter json = new JsonWriter(out);
    write(json, text, millis, active);
    json.flush();
    out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
  }
}
