package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.BugException;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.toolkit.hash.Fingerprints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a group's alerts go through until somebody is told. Thread-safe. */
final class Pipeline {
  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final double FIRST_PAUSE = 500;
  private static final double PAUSE_FACTOR = 1.5;
  private static final double LONGEST_PAUSE = 60_000;

  private final Services services;
  private final Inhibitor inhibitor;
  private final Intervals intervals;
  private final Receivers receivers;

  /** What outlives a configuration. */
  record Services(
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random,
      Silences silences,
      NotificationLog notificationLog,
      RouterMetrics metrics,
      String externalUrl) {}

  /**
   * One flush of a group.
   *
   * @param alerts all of the group, in the order of notifications
   */
  record Flush(AlertGroup group, List<StoredAlert> alerts, long now, long deadline) {}

  Pipeline(Services services, Inhibitor inhibitor, Intervals intervals, Receivers receivers) {
    this.services = services;
    this.inhibitor = inhibitor;
    this.intervals = intervals;
    this.receivers = receivers;
  }

  /** Tells everybody who must hear; false if somebody could not be told. */
  boolean run(Flush flush) throws InterruptedException {
    List<StoredAlert> left = new ArrayList<>(flush.alerts);
    drop(left, alert -> inhibitor.inhibitedBy(alert.labels(), flush.now) != null, "inhibition");
    if (left.isEmpty() || isQuietTime(flush, left.size())) {
      return true;
    }
    drop(
        left,
        alert -> !services.silences.silencedBy(alert.labels(), flush.now).isEmpty(),
        "silence");
    if (left.isEmpty()) {
      return true;
    }
    List<Integration> integrations = receivers.of(flush.group.route().receiver());
    if (integrations.size() <= 1) {
      return integrations.isEmpty() || tell(flush, left, integrations.getFirst());
    }
    return tellAll(flush, left, integrations);
  }

  /** Tells beside each other, so that one that hangs holds up no other. */
  private boolean tellAll(Flush flush, List<StoredAlert> alerts, List<Integration> integrations)
      throws InterruptedException {
    AtomicInteger left = new AtomicInteger(integrations.size());
    List<Scheduler.Task> tasks = new ArrayList<>();
    try {
      for (Integration integration : integrations) {
        tasks.add(
            services.scheduler.start(
                "notify",
                () -> {
                  if (tell(flush, alerts, integration)) {
                    left.decrementAndGet();
                  }
                }));
      }
      for (Scheduler.Task task : tasks) {
        while (!task.isDone()) {
          services.scheduler.sleep(POLL);
        }
      }
    } finally {
      tasks.forEach(Scheduler.Task::close);
    }
    return left.get() == 0;
  }

  private void drop(
      List<StoredAlert> alerts, java.util.function.Predicate<StoredAlert> muted, String reason) {
    int before = alerts.size();
    alerts.removeIf(muted);
    services.metrics.suppressed.with(reason).add(before - alerts.size());
  }

  private boolean isQuietTime(Flush flush, int count) {
    RouteNode route = flush.group.route();
    List<String> active = route.activeIntervals();
    if (!active.isEmpty() && intervals.containing(active, flush.now).isEmpty()) {
      flush.group.mutedBy(active);
      services.metrics.suppressed.with("active_time_interval").add(count);
      return true;
    }
    List<String> muting = intervals.containing(route.muteIntervals(), flush.now);
    flush.group.mutedBy(muting);
    if (!muting.isEmpty()) {
      services.metrics.suppressed.with("mute_time_interval").add(count);
      return true;
    }
    return false;
  }

  private boolean tell(Flush flush, List<StoredAlert> alerts, Integration integration)
      throws InterruptedException {
    Set<Long> firing = new HashSet<>();
    Set<Long> resolved = new HashSet<>();
    for (StoredAlert alert : alerts) {
      (alert.isResolved(flush.now) ? resolved : firing).add(alert.fingerprint());
    }
    RouteNode route = flush.group.route();
    String key = integration.logKey(flush.group.key());
    boolean sendsResolved;
    try {
      sendsResolved = sendsResolved(integration);
    } catch (PharosException e) {
      failed(integration, "other", e.getMessage(), 0);
      return false;
    }
    Optional<String> reason =
        services.notificationLog.due(
            key, firing, resolved, sendsResolved, route.repeatInterval(), flush.now);
    if (reason.isEmpty()) {
      return true;
    }
    List<StoredAlert> told = new ArrayList<>(alerts);
    if (!sendsResolved) {
      told.removeIf(alert -> alert.isResolved(flush.now));
    }
    boolean nothingToSay = !sendsResolved && firing.isEmpty();
    if (!nothingToSay && !send(notification(flush, told, reason.get()), integration, flush)) {
      return false;
    }
    services.notificationLog.record(
        key, firing, resolved, route.repeatInterval(), services.clock.millis());
    return true;
  }

  private static boolean sendsResolved(Integration integration) throws InterruptedException {
    AtomicBoolean sends = new AtomicBoolean();
    try (Lease<Notifier> lease = integration.notifier().acquire()) {
      contained(lease, () -> sends.set(lease.get().sendsResolved()));
    }
    return sends.get();
  }

  /** One call of a notifier. Immutable. */
  private interface Call {
    void run() throws InterruptedException;
  }

  /** What no notifier should throw is the notifier's failure, and costs this call alone. */
  private static void contained(Lease<Notifier> lease, Call call) throws InterruptedException {
    try {
      call.run();
    } catch (PharosException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      lease.failed(e);
      throw new BugException(
          BugException.Code.BROKEN_INVARIANT, "notifier failed: " + e.getMessage(), e);
    }
  }

  private Notification notification(Flush flush, List<StoredAlert> alerts, String reason) {
    List<Notification.Alert> shown = new ArrayList<>(alerts.size());
    for (StoredAlert alert : alerts) {
      shown.add(
          new Notification.Alert(
              alert.labels(),
              alert.annotations(),
              alert.startsAt(),
              alert.endsAt(),
              !alert.isResolved(flush.now),
              alert.generatorUrl(),
              Fingerprints.hex(alert.fingerprint())));
    }
    RouteNode route = flush.group.route();
    return new Notification(
        route.receiver(),
        flush.group.key(),
        flush.group.labels(),
        shown,
        services.externalUrl,
        reason,
        Labels.of(route.labels()));
  }

  /** Tries until it is delivered, cannot be, or the time of the flush is over. */
  private boolean send(Notification notification, Integration integration, Flush flush)
      throws InterruptedException {
    services.metrics.notifications.with(integration.type()).inc();
    double pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      String reason = once(notification, integration, attempt);
      if (reason.isEmpty()) {
        return true;
      }
      if (reason.equals("permanent")) {
        return false;
      }
      double jitter = 0.5 + services.random.nextDouble();
      long wake = services.clock.millis() + (long) Math.min(LONGEST_PAUSE, pause * jitter);
      if (wake >= flush.deadline) {
        failed(integration, "contextDeadlineExceeded", reason, attempt);
        return false;
      }
      services.scheduler.sleepUntil(wake);
      pause *= PAUSE_FACTOR;
    }
  }

  /** One attempt; "" when it is delivered, "permanent" when another would not help. */
  private String once(Notification notification, Integration integration, int attempt)
      throws InterruptedException {
    services.metrics.requests.with(integration.type()).inc();
    long start = services.clock.nanos();
    try (Lease<Notifier> lease = integration.notifier().acquire()) {
      contained(lease, () -> lease.get().notify(notification));
      return "";
    } catch (RemoteException e) {
      services.metrics.requestsFailed.with(integration.type()).inc();
      if (e.isRetryable()) {
        log.debug(
            "notification will be tried again integration={} reason={}",
            integration.name(),
            e.getMessage());
        return e.getMessage().isEmpty() ? "unreachable" : e.getMessage();
      }
      String reason = e.code() == RemoteException.Code.REFUSED ? "clientError" : "other";
      failed(integration, reason, e.getMessage(), attempt);
    } catch (PharosException e) {
      services.metrics.requestsFailed.with(integration.type()).inc();
      failed(integration, "other", e.getMessage(), attempt);
    } finally {
      services
          .metrics
          .latency
          .with(integration.type())
          .observe((services.clock.nanos() - start) / 1e9);
    }
    return "permanent";
  }

  private void failed(Integration integration, String kind, String reason, int attempts) {
    services.metrics.failed.with(integration.type(), kind).inc();
    log.warn(
        "notification failed integration={} attempts={} reason={}",
        integration.name(),
        attempts,
        reason);
  }
}
