package io.pharos.rule.rules.relay;

import io.pharos.spi.alert.Alert;
import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import io.pharos.toolkit.json.Envelope;
import io.pharos.toolkit.relabel.NameScheme;
import io.pharos.toolkit.relabel.Relabelling;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends alerts to all Alertmanagers that {@code alerting} finds. Thread-safe. */
public final class AlertRelay implements AlertSink, AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(20);

  private final Context context;
  private final Instances<Discoverer> discoverers;
  private final SendQueue.Limits limits;
  private final boolean drain;
  private final RelayMetrics metrics;
  private volatile List<AlertmanagerPool> pools = List.of();
  private volatile Relabelling global = Relabelling.NONE;

  /**
   * A relay without Alertmanagers.
   *
   * @param capacity how many alerts wait for one at most
   * @param batch how many are sent at once
   * @param drain whether closing waits a while for what is on its way
   */
  public AlertRelay(
      Context context, Instances<Discoverer> discoverers, int capacity, int batch, boolean drain) {
    this.context = context;
    this.discoverers = discoverers;
    this.limits = new SendQueue.Limits(Math.max(1, capacity), Math.max(1, batch));
    this.drain = drain;
    this.metrics = new RelayMetrics(context.metrics(), capacity, this::discovered);
  }

  private double discovered() {
    return pools.stream().mapToInt(pool -> pool.active().size()).sum();
  }

  /** Takes a section in force; entries that did not change keep their queues. */
  public void apply(AlertingConfig config, NameScheme names) {
    List<AlertmanagerPool> old = new ArrayList<>(pools);
    List<AlertmanagerPool> fresh = new ArrayList<>();
    for (AlertingConfig.AlertmanagerSet set : config.alertmanagers()) {
      AlertmanagerPool known =
          old.stream().filter(pool -> pool.config().equals(set)).findFirst().orElse(null);
      if (known != null) {
        old.remove(known);
        fresh.add(known);
      } else {
        AlertmanagerPool pool = new AlertmanagerPool(set, context, limits, metrics, names);
        pool.start(discoverers);
        fresh.add(pool);
      }
    }
    global = AlertmanagerPool.relabelling(config.alertRelabelConfigs(), names);
    pools = List.copyOf(fresh);
    old.forEach(AlertmanagerPool::close);
  }

  @Override
  public void post(List<Alert> alerts) {
    List<Alert> kept = AlertmanagerPool.relabelled(alerts, global);
    if (!kept.isEmpty()) {
      pools.forEach(pool -> pool.post(kept));
    }
  }

  /** Serves {@code /api/v1/alertmanagers}. */
  public void show(HttpRequest request, HttpResponse response) throws IOException {
    List<Object> active = new ArrayList<>();
    List<Object> dropped = new ArrayList<>();
    for (AlertmanagerPool pool : pools) {
      pool.active().forEach(url -> active.add(Map.of("url", url)));
      pool.dropped().forEach(url -> dropped.add(Map.of("url", url)));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("activeAlertmanagers", active);
    data.put("droppedAlertmanagers", dropped);
    Envelope.success(response, data);
  }

  @Override
  public void close() {
    if (drain) {
      long deadline = context.clock().millis() + DRAIN.toMillis();
      try {
        while (waiting() > 0 && context.clock().millis() < deadline) {
          context.scheduler().sleep(STEP);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    pools.forEach(AlertmanagerPool::close);
    pools = List.of();
  }

  private int waiting() {
    return pools.stream().mapToInt(AlertmanagerPool::waiting).sum();
  }
}
