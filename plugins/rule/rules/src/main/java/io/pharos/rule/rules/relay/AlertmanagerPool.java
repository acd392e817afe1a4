package io.pharos.rule.rules.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import io.pharos.toolkit.relabel.NameScheme;
import io.pharos.toolkit.relabel.RelabelConfig;
import io.pharos.toolkit.relabel.Relabelling;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Alertmanagers of one entry of {@code alertmanagers}. Thread-safe. */
final class AlertmanagerPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AlertmanagerPool.class);
  private static final String API = "/api/v2/alerts";

  private final AlertingConfig.AlertmanagerSet config;
  private final Context context;
  private final SendQueue.Limits limits;
  private final RelayMetrics metrics;
  private final OutgoingClient client;
  private final Relabelling targets;
  private final Relabelling alertLabels;
  private final List<Instances.Handle<Discoverer>> discoverers = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** By the number of the discovery and the source. */
  @GuardedBy("lock")
  private final Map<String, TargetGroup> groups = new LinkedHashMap<>();

  @GuardedBy("lock")
  private final Map<String, SendQueue> queues = new LinkedHashMap<>();

  @GuardedBy("lock")
  private Set<String> dropped = Set.of();

  AlertmanagerPool(
      AlertingConfig.AlertmanagerSet config,
      Context context,
      SendQueue.Limits limits,
      RelayMetrics metrics,
      NameScheme names) {
    this.config = config;
    this.context = context;
    this.limits = limits;
    this.metrics = metrics;
    client = context.http().open(config.httpClient());
    targets = relabelling(config.relabelConfigs(), names);
    alertLabels = relabelling(config.alertRelabelConfigs(), names);
  }

  static Relabelling relabelling(List<RelabelConfig> configs, NameScheme names) {
    return Relabelling.of(configs.stream().map(config -> config.rule(names)).toList(), names);
  }

  AlertingConfig.AlertmanagerSet config() {
    return config;
  }

  void start(Instances<Discoverer> instances) {
    int number = 0;
    for (ExtensionConfig discovery : config.discovery()) {
      String prefix = number++ + "/";
      discoverers.add(
          instances.open(
              discovery, discoverer -> discoverer.start(found -> publish(prefix, found))));
    }
  }

  private void publish(String prefix, List<TargetGroup> found) {
    lock.lock();
    try {
      for (TargetGroup group : found) {
        if (group.targets().isEmpty()) {
          groups.remove(prefix + group.source());
        } else {
          groups.put(prefix + group.source(), group);
        }
      }
      sync();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void sync() {
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> refused = new TreeSet<>();
    groups.values().forEach(group -> addUrls(group, wanted, refused));
    dropped = refused;
    for (String url : wanted) {
      if (!queues.containsKey(url)) {
        queues.put(
            url,
            new SendQueue(
                URI.create(url),
                client,
                config.timeout(),
                limits,
                context.clock(),
                context.scheduler(),
                metrics));
      }
    }
    for (String url : List.copyOf(queues.keySet())) {
      if (!wanted.contains(url)) {
        queues.remove(url);
        metrics.close(url);
      }
    }
  }

  /** The addresses of a group; one that cannot be used spoils the whole group, as it always did. */
  private void addUrls(TargetGroup group, Set<String> wanted, Set<String> refused) {
    Set<String> urls = new LinkedHashSet<>();
    for (Labels target : group.targets()) {
      LabelsBuilder builder = group.labels().toBuilder();
      for (int i = 0; i < target.size(); i++) {
        builder.set(target.name(i), target.value(i));
      }
      builder.set("__scheme__", config.scheme());
      builder.set("__alerts_path__", path(config.pathPrefix()));
      String before = url(builder.build());
      if (!targets.apply(builder)) {
        refused.add(before);
        continue;
      }
      Labels kept = builder.build();
      String address = kept.valueOf("__address__");
      if (address.isEmpty() || address.indexOf('/') >= 0 || !isUri(url(kept))) {
        log.error(
            "address of an Alertmanager cannot be used, its group is left out address={}", address);
        return;
      }
      urls.add(url(kept));
    }
    wanted.addAll(urls);
  }

  private static String path(String prefix) {
    String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return bare.isEmpty() || bare.startsWith("/") ? bare + API : "/" + bare + API;
  }

  private static String url(Labels labels) {
    return labels.valueOf("__scheme__")
        + "://"
        + labels.valueOf("__address__")
        + labels.valueOf("__alerts_path__");
  }

  private static boolean isUri(String text) {
    try {
      return URI.create(text).getRawAuthority() != null;
    } catch (IllegalArgumentException e) {
      // the caller says which address it was
      return false;
    }
  }

  /** Sends alerts to all of the set, after its own relabelling. */
  void post(List<Alert> alerts) {
    List<Alert> mine = relabelled(alerts, alertLabels);
    if (mine.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      queues.values().forEach(queue -> queue.add(mine));
    } finally {
      lock.unlock();
    }
  }

  /** The alerts that rules keep, with the labels that they give. */
  static List<Alert> relabelled(List<Alert> alerts, Relabelling rules) {
    if (rules.isEmpty()) {
      return alerts;
    }
    List<Alert> kept = new ArrayList<>(alerts.size());
    for (Alert alert : alerts) {
      LabelsBuilder builder = alert.labels().toBuilder();
      if (rules.apply(builder)) {
        kept.add(
            new Alert(
                builder.build(),
                alert.annotations(),
                alert.startsAt(),
                alert.endsAt(),
                alert.generatorUrl()));
      }
    }
    return kept;
  }

  List<String> active() {
    lock.lock();
    try {
      return List.copyOf(queues.keySet());
    } finally {
      lock.unlock();
    }
  }

  Set<String> dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** How many alerts are on their way. */
  int waiting() {
    lock.lock();
    try {
      return queues.values().stream().mapToInt(SendQueue::length).sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    discoverers.forEach(Instances.Handle::close);
    lock.lock();
    try {
      queues.keySet().forEach(metrics::close);
      queues.clear();
    } finally {
      lock.unlock();
    }
    client.close();
  }
}
