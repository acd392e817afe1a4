package io.pharos.rule.rules.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.toolkit.json.Json;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts on their way to one Alertmanager; when it is full, the oldest go. Thread-safe. */
final class SendQueue {
  private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

  private final URI uri;
  private final OutgoingClient client;
  private final Duration timeout;
  private final Limits limits;
  private final Clock clock;
  private final Scheduler scheduler;
  private final RelayMetrics.OfTarget metrics;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Alert> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean sending;

  /**
   * How much is held and sent at once.
   *
   * @param capacity alerts in the queue
   * @param batch alerts in a message
   */
  record Limits(int capacity, int batch) {}

  SendQueue(
      URI uri,
      OutgoingClient client,
      Duration timeout,
      Limits limits,
      Clock clock,
      Scheduler scheduler,
      RelayMetrics metrics) {
    this.uri = uri;
    this.client = client;
    this.timeout = timeout;
    this.limits = limits;
    this.clock = clock;
    this.scheduler = scheduler;
    this.metrics = metrics.open(uri.toString(), this::length);
  }

  int length() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes alerts; they are sent by a task that lives as long as there are any. */
  void add(List<Alert> alerts) {
    lock.lock();
    try {
      waiting.addAll(alerts);
      int over = Math.max(0, waiting.size() - limits.capacity);
      for (int i = 0; i < over; i++) {
        waiting.removeFirst();
      }
      if (over > 0) {
        metrics.dropped().add(over);
        log.warn("alert queue is full, oldest alerts dropped alertmanager={} count={}", uri, over);
      }
      if (!sending && !waiting.isEmpty()) {
        sending = true;
        scheduler.start("send", this::sendAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void sendAll() throws InterruptedException {
    List<Alert> batch = next();
    while (!batch.isEmpty()) {
      send(batch);
      batch = next();
    }
  }

  private List<Alert> next() {
    lock.lock();
    try {
      List<Alert> batch = new ArrayList<>();
      while (batch.size() < limits.batch && !waiting.isEmpty()) {
        batch.add(waiting.removeFirst());
      }
      sending = !batch.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void send(List<Alert> batch) throws InterruptedException {
    List<Object> body = new ArrayList<>(batch.size());
    batch.forEach(alert -> body.add(json(alert)));
    byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
    OutgoingClient.Request request =
        new OutgoingClient.Request(
            "POST",
            uri,
            Map.of("Content-Type", "application/json"),
            ByteBuffer.wrap(bytes),
            timeout);
    long start = clock.nanos();
    try (OutgoingClient.Response response = client.send(request)) {
      if (response.status() < 200 || response.status() > 299) {
        failed(batch.size(), "bad response status " + response.status() + " " + response.reason());
      }
    } catch (RemoteException e) {
      failed(batch.size(), e.getMessage());
    }
    metrics.latency().observe((clock.nanos() - start) / 1e9);
    metrics.sent().add(batch.size());
  }

  private void failed(int count, String reason) {
    metrics.errors().add(count);
    metrics.dropped().add(count);
    log.error("sending alerts failed alertmanager={} count={} reason={}", uri, count, reason);
  }

  private static Map<String, Object> json(Alert alert) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!alert.annotations().isEmpty()) {
      json.put("annotations", new TreeMap<>(alert.annotations()));
    }
    json.put("endsAt", Rfc3339.print(alert.endsAt()));
    json.put("startsAt", Rfc3339.print(alert.startsAt()));
    json.put("generatorURL", alert.generatorUrl());
    json.put("labels", alert.labels().toMap());
    return json;
  }
}
