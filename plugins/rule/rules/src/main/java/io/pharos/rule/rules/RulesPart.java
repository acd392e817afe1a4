package io.pharos.rule.rules;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.model.label.Labels;
import io.pharos.rule.rules.relay.AlertRelay;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.http.Route;
import io.pharos.spi.part.Part;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.toolkit.relabel.NameScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the groups of all rule files, and changes them without losing their state. */
final class RulesPart implements Part, Reconfigurable<RulesConfig> {
  private static final Logger log = LoggerFactory.getLogger(RulesPart.class);

  private final Context context;
  private final RulesServices services;
  private final RuleFiles files;
  private final RuleMetrics metrics;
  private final RulesApi api;
  private final AlertRelay relay;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, Running> running = new LinkedHashMap<>();

  @GuardedBy("lock")
  private RulesConfig config;

  /** In the order of the API. */
  private volatile List<RuleGroup> groups = List.of();

  private volatile Labels externalLabels;

  /** A group and its loop. */
  private record Running(RuleGroup group, Scheduler.Task task) {
    void stop() {
      group.stop();
      task.close();
    }
  }

  RulesPart(RulesConfig config, Context context, RulesServices services) {
    this.config = config;
    this.context = context;
    this.services = services;
    this.externalLabels = config.global().externalLabels();
    String configFile = context.server().flags().getOrDefault("config.file", "");
    files = new RuleFiles(services.reader(), services.engines(), configFile);
    metrics = new RuleMetrics(context.metrics());
    api = new RulesApi(() -> groups, services.engines());
    relay =
        new AlertRelay(
            context,
            services.discoverers(),
            config.queueCapacity(),
            config.batchSize(),
            config.drain());
  }

  @Override
  public void start() {
    lock.lock();
    try {
      List<GroupPlan> plans = files.load(config);
      relay.apply(config.alerting(), names(config));
      replace(plans, config, true);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public Applied apply(RulesConfig changed) {
    lock.lock();
    try {
      boolean sameFlags =
          changed.forOutageTolerance().equals(config.forOutageTolerance())
              && changed.forGracePeriod().equals(config.forGracePeriod())
              && changed.resendDelay().equals(config.resendDelay());
      if (!sameFlags) {
        return Applied.NEEDS_NEW;
      }
      List<GroupPlan> plans = files.load(changed);
      relay.apply(changed.alerting(), names(changed));
      externalLabels = changed.global().externalLabels();
      replace(plans, changed, false);
      config = changed;
      return Applied.APPLIED;
    } finally {
      lock.unlock();
    }
  }

  private static NameScheme names(RulesConfig config) {
    return NameScheme.of(config.global().metricNameValidationScheme());
  }

  @GuardedBy("lock")
  private void replace(List<GroupPlan> plans, RulesConfig by, boolean first) {
    RuleGroup.Workshop shop = shop(by);
    Set<String> wanted = new HashSet<>();
    for (GroupPlan plan : plans) {
      wanted.add(plan.key());
      Running known = running.get(plan.key());
      if (known != null && known.group.plan().equals(plan)) {
        continue;
      }
      RuleGroup group = new RuleGroup(plan, shop, !first);
      if (known != null) {
        known.stop();
        group.takeOver(known.group);
      }
      GroupLoop loop = new GroupLoop(group, context.clock(), context.scheduler(), first);
      running.put(plan.key(), new Running(group, context.scheduler().start("group", loop)));
    }
    for (String key : List.copyOf(running.keySet())) {
      if (!wanted.contains(key)) {
        Running gone = running.remove(key);
        if (gone != null) {
          remove(gone, shop.writer());
        }
      }
    }
    groups =
        running.values().stream()
            .map(Running::group)
            .sorted(
                Comparator.comparing((RuleGroup group) -> group.plan().file())
                    .thenComparing(group -> group.plan().name()))
            .toList();
  }

  private RuleGroup.Workshop shop(RulesConfig by) {
    return new RuleGroup.Workshop(
        context.clock(),
        new RuleQueries(services.engines(), services.storages()),
        new SeriesWriter(services.storages()),
        new AlertTemplates(
            by.global().externalLabels().toMap(),
            context.server().externalUrl(),
            context.metrics()),
        new AlertOutlet(services.sinks(), relay, () -> externalLabels),
        metrics,
        new ForState(
            services.storages(),
            by.forOutageTolerance().toMillis(),
            by.forGracePeriod().toMillis()),
        by.resendDelay().toMillis());
  }

  /** Ends a group; its series get their markers a little later, lest it comes back at once. */
  private void remove(Running gone, SeriesWriter writer) {
    gone.stop();
    GroupPlan plan = gone.group.plan();
    metrics.close(plan.key());
    List<Labels> series = new ArrayList<>();
    gone.group.series().forEach(series::addAll);
    long removedAt = context.clock().millis();
    context
        .scheduler()
        .start(
            "stale",
            () -> {
              context.scheduler().sleep(Duration.ofMillis(2 * plan.intervalMillis()));
              try {
                writer.markStale(removedAt, series);
              } catch (PharosException e) {
                log.warn(
                    "stale markers could not be written group={} reason={}",
                    plan.key(),
                    e.getMessage());
              }
            });
  }

  /** All groups in the order of the API. */
  List<RuleGroup> groups() {
    return groups;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(api.routes());
    routes.add(Route.get("/api/v1/alertmanagers", relay::show));
    return routes;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      running.values().forEach(Running::stop);
      running.clear();
    } finally {
      lock.unlock();
    }
    relay.close();
  }
}
