package io.pharos.alert.router;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.config.ConfigView;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.http.Route;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.part.Part;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Reconfigurable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alertmanager: what it knows outlives changes of its configuration. Thread-safe. */
final class RouterPart implements Part, Reconfigurable<RouterConfig>, AlertSink {
  private static final Logger log = LoggerFactory.getLogger(RouterPart.class);
  private static final Duration MAINTENANCE = Duration.ofMinutes(15);

  private final Context context;
  private final Instances<Notifier> notifiers;
  private final AlertStore store;
  private final Silences silences;
  private final NotificationLog notificationLog;
  private final RouterMetrics metrics;
  private final ApiV2 api;
  private final ReentrantLock lock = new ReentrantLock();
  private final RouterConfig first;

  @GuardedBy("lock")
  private @Nullable Active closing;

  private volatile @Nullable Active active;

  /** All that a configuration makes. */
  record Active(
      RouterConfig config, Dispatcher dispatcher, Inhibitor inhibitor, Receivers receivers) {}

  RouterPart(RouterConfig config, Context context, Instances<Notifier> notifiers, ConfigView view) {
    this.first = config;
    this.context = context;
    this.notifiers = notifiers;
    long retention = config.retention().toMillis();
    store = new AlertStore(this::dispatch);
    silences =
        new Silences(
            context.random(),
            retention,
            new StateFile(context.dataPath().resolve("silences.json")));
    notificationLog =
        new NotificationLog(
            new StateFile(context.dataPath().resolve("notifications.json")), retention);
    metrics = new RouterMetrics(context.metrics());
    metrics.silences(silences, context.clock());
    metrics.alerts(this::count);
    api = new ApiV2(this, context, view);
  }

  @Override
  public void start() {
    silences.load();
    notificationLog.load();
    use(make(first));
    context.scheduler().every("maintenance", MAINTENANCE, MAINTENANCE, this::maintain);
    Duration interval = first.gcInterval();
    context.scheduler().every("gc", interval, interval, this::collect);
  }

  @Override
  public Applied apply(RouterConfig config) {
    use(make(config));
    return Applied.APPLIED;
  }

  private Active make(RouterConfig config) {
    RouterConfig.RouteSpec spec = java.util.Objects.requireNonNull(config.route());
    RouteNode root = RouteNode.tree(spec);
    List<RouterConfig.NamedInterval> named = new ArrayList<>(config.timeIntervals());
    named.addAll(config.muteTimeIntervals());
    Intervals intervals = new Intervals(named);
    Inhibitor inhibitor = new Inhibitor(config.inhibitRules());
    Receivers receivers = new Receivers(config.receivers(), root.receivers(), notifiers);
    Pipeline pipeline =
        new Pipeline(
            new Pipeline.Services(
                context.clock(),
                context.scheduler(),
                context.random(),
                silences,
                notificationLog,
                metrics,
                context.server().externalUrl(ApiV2.SITE)),
            inhibitor,
            intervals,
            receivers);
    Dispatcher dispatcher = new Dispatcher(root, pipeline, context.clock(), context.scheduler());
    return new Active(config, dispatcher, inhibitor, receivers);
  }

  /** Puts a configuration in force: all alerts are grouped anew, the inhibitor knows them first. */
  private void use(Active fresh) {
    lock.lock();
    try {
      Active old = active;
      if (old != null) {
        old.dispatcher.close();
        old.receivers.close();
      }
      long now = context.clock().millis();
      List<StoredAlert> known = store.all();
      known.forEach(alert -> fresh.inhibitor.update(alert, now));
      active = fresh;
      closing = fresh;
      known.forEach(fresh.dispatcher::put);
      metrics.receivers.set(fresh.receivers.size());
      metrics.integrations.set(fresh.receivers.integrations());
      metrics.inhibitionRules.set(fresh.inhibitor.size());
    } finally {
      lock.unlock();
    }
  }

  private void dispatch(StoredAlert alert) {
    Active now = active;
    if (now != null) {
      now.inhibitor.update(alert, context.clock().millis());
      now.dispatcher.put(alert);
      metrics.groups.set(now.dispatcher.size());
    }
  }

  /** What is in force. */
  Active active() {
    return java.util.Objects.requireNonNull(active, "not started");
  }

  AlertStore store() {
    return store;
  }

  Silences silences() {
    return silences;
  }

  RouterMetrics metrics() {
    return metrics;
  }

  @Override
  public void post(List<Alert> alerts) {
    long now = context.clock().millis();
    for (Alert alert : alerts) {
      metrics.received.with(alert.endsAt() > now ? "firing" : "resolved", "v2").inc();
      store.put(
          StoredAlert.of(
              alert.labels(),
              alert.annotations(),
              alert.startsAt(),
              alert.endsAt(),
              alert.generatorUrl(),
              now,
              false),
          now);
    }
  }

  private double count(String state) {
    Active now = active;
    if (now == null || state.equals("unprocessed")) {
      return 0;
    }
    long time = context.clock().millis();
    long suppressed =
        store.active(time).stream()
            .filter(
                alert ->
                    now.inhibitor.inhibitedBy(alert.labels(), time) != null
                        || !silences.silencedBy(alert.labels(), time).isEmpty())
            .count();
    return state.equals("suppressed") ? suppressed : store.active(time).size() - suppressed;
  }

  private void collect() {
    long now = context.clock().millis();
    store.collect(now);
    active().inhibitor.collect(now);
  }

  private void maintain() {
    long now = context.clock().millis();
    silences.collect(now);
    notificationLog.save(now);
  }

  @Override
  public Map<Class<?>, Object> services() {
    return Map.of(AlertSink.class, this);
  }

  @Override
  public List<Route> routes() {
    return api.routes();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      Active last = closing;
      closing = null;
      if (last != null) {
        last.dispatcher.close();
        last.receivers.close();
        notificationLog.save(context.clock().millis());
      }
    } catch (PharosException e) {
      log.error("notification log could not be kept reason={}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
