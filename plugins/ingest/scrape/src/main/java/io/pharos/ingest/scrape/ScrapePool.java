package io.pharos.ingest.scrape;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.BugException;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.toolkit.relabel.Relabelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets of one job and their loops. Discovery says what there is at any time; {@link #sync}
 * makes it so, in one thread at a time. Thread-safe.
 */
final class ScrapePool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScrapePool.class);

  /** The most targets that one discovery may have in force. */
  private static final long MOST_TARGETS = 100_000;

  /** The memory that a target is taken to need, for servers that have little. */
  private static final long BYTES_PER_TARGET = 1 << 16;

  private final ScrapeLoop.Shared shared;
  private final Instances<Discoverer> discoverers;
  private final Exporters exporters;

  /** Guards all that follows but what discoveries publish. */
  private final ReentrantLock lock = new ReentrantLock();

  private Job job;
  private TargetBuilder builder;
  private Relabelling metricRelabelling;
  private OutgoingClient client;
  private final Map<ExtensionConfig, Discovery> discoveries = new LinkedHashMap<>();
  private final Map<Target.Key, ScrapeLoop> loops = new LinkedHashMap<>();
  private final Map<Target.Key, Farewell> farewells = new HashMap<>();
  private List<Labels> dropped = List.of();
  private int droppedCount;
  private volatile boolean changed = true;

  ScrapePool(
      Job job, ScrapeLoop.Shared shared, Instances<Discoverer> discoverers, Exporters exporters) {
    this.job = job;
    this.shared = shared;
    this.discoverers = discoverers;
    this.exporters = exporters;
    this.builder = new TargetBuilder(job);
    this.metricRelabelling = Relabelling.of(job.metricRelabelRules(), job.names());
    this.client = shared.context().http().open(job.httpClient());
  }

  /** Starts discovery. */
  void start() {
    lock.lock();
    try {
      openDiscoveries();
    } finally {
      lock.unlock();
    }
  }

  Job job() {
    lock.lock();
    try {
      return job;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over a changed job; targets that stay keep what is known of their series where it still
   * holds.
   */
  void apply(Job newJob) {
    lock.lock();
    try {
      if (newJob.equals(job)) {
        return;
      }
      shared.metrics().reloads.inc();
      Job old = job;
      job = newJob;
      builder = new TargetBuilder(newJob);
      metricRelabelling = Relabelling.of(newJob.metricRelabelRules(), newJob.names());
      OutgoingClient oldClient = client;
      client = shared.context().http().open(newJob.httpClient());
      Map<Target.Key, ScrapeLoop> running = new LinkedHashMap<>(loops);
      running.values().forEach(ScrapeLoop::stop);
      loops.clear();
      oldClient.close();
      openDiscoveries();
      syncLocked(running, newJob.readsLike(old));
    } finally {
      lock.unlock();
    }
  }

  private void openDiscoveries() {
    Map<ExtensionConfig, Discovery> kept = new LinkedHashMap<>();
    for (ExtensionConfig config : job.discovery()) {
      Discovery discovery = discoveries.remove(config);
      if (discovery == null && !kept.containsKey(config)) {
        discovery = new Discovery();
        Discovery opened = discovery;
        opened.handle = discoverers.open(config, found -> found.start(opened::publish));
      }
      if (discovery != null) {
        kept.put(config, discovery);
      }
    }
    discoveries.values().forEach(Discovery::close);
    discoveries.clear();
    discoveries.putAll(kept);
    changed = true;
  }

  /** Applies what discovery has found since the last time. */
  void sync() {
    if (!changed) {
      return;
    }
    lock.lock();
    try {
      syncLocked(Map.of(), true);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param stopped loops of an earlier form of the job, whose series are taken over
   */
  private void syncLocked(Map<Target.Key, ScrapeLoop> stopped, boolean takeOver) {
    changed = false;
    long start = shared.clock().nanos();
    Map<Target.Key, Target> wanted = new LinkedHashMap<>();
    List<Labels> droppedNow = new ArrayList<>();
    int droppedTotal = 0;
    for (Discovery discovery : discoveries.values()) {
      for (TargetGroup group : discovery.groups()) {
        for (Labels labels : group.targets()) {
          switch (builder.build(labels, group.labels())) {
            case TargetBuilder.Built.Active(Target target) -> want(target, wanted);
            case TargetBuilder.Built.Dropped(Labels discovered) -> {
              droppedTotal++;
              long most = job.limits().keptDropped();
              if (most == 0 || droppedNow.size() < most) {
                droppedNow.add(discovered);
              }
            }
            case TargetBuilder.Built.Failed(String reason) -> {
              shared.metrics().syncsFailed.with(job.name()).inc();
              log.warn("target is not scraped job={} reason={}", job.name(), reason);
            }
          }
        }
      }
    }
    dropped = List.copyOf(droppedNow);
    droppedCount = droppedTotal;
    stopUnwanted(wanted);
    String forced = forcedError(wanted.size());
    wanted.forEach((key, target) -> startWanted(key, target, stopped.get(key), takeOver, forced));
    loops.values().forEach(loop -> loop.forcedError(forced));
    stopped.forEach(
        (key, loop) -> {
          if (!loops.containsKey(key)) {
            sayFarewell(key, loop);
          }
        });
    shared.metrics().targets.with(job.name()).set(loops.size());
    shared.metrics().targetLimits.with(job.name()).set((double) job.limits().targets());
    shared.metrics().syncs.with(job.name()).inc();
    shared.metrics().syncLength.with(job.name()).observe((shared.clock().nanos() - start) / 1e9);
  }

  /** Two exporters with the same labels would be one target: the second is left out, and named. */
  private void want(Target target, Map<Target.Key, Target> wanted) {
    Target earlier = wanted.putIfAbsent(target.key(), target);
    if (earlier != null && !earlier.exporter().equals(target.exporter())) {
      log.warn(
          "exporter is not scraped, another one has its labels; relabel one of them job={} exporter={} other={} labels={}",
          job.name(),
          target.exporter(),
          earlier.exporter(),
          target.labels());
    }
  }

  private void stopUnwanted(Map<Target.Key, Target> wanted) {
    List<Target.Key> gone = new ArrayList<>();
    loops.forEach(
        (key, loop) -> {
          Target target = wanted.get(key);
          if (target == null || !target.isScrapedLike(loop.target())) {
            gone.add(key);
          }
        });
    for (Target.Key key : gone) {
      ScrapeLoop loop = loops.get(key);
      if (loop != null) {
        loop.stop();
        if (!wanted.containsKey(key)) {
          loops.remove(key);
          sayFarewell(key, loop);
        }
      }
    }
  }

  private void startWanted(
      Target.Key key,
      Target target,
      @Nullable ScrapeLoop before,
      boolean takeOver,
      @Nullable String forced) {
    ScrapeLoop running = loops.get(key);
    if (running != null && running.target().isScrapedLike(target)) {
      return;
    }
    ScrapeLoop old = running != null ? running : before;
    Farewell farewell = farewells.remove(key);
    if (farewell != null) {
      farewell.close();
    }
    ScrapeLoop loop = loop(target, takeOver ? old : null);
    loop.forcedError(forced);
    loops.put(key, loop);
    loop.start();
  }

  private ScrapeLoop loop(Target target, @Nullable ScrapeLoop old) {
    SampleLabels labels = new SampleLabels(job, target.labels(), metricRelabelling);
    TargetSeries series =
        old == null
            ? new TargetSeries(
                job, labels, shared.metrics(), hasExemplars(), new LineCache(), new MetadataCache())
            : old.series().under(job, labels);
    String exporter = target.exporter();
    Fetcher fetcher =
        exporter.isEmpty()
            ? new HttpFetcher(client, job, target, shared.context().server().compatibleVersion())
            : new ExporterFetcher(exporters.use(exporter), job, target, shared.context());
    return new ScrapeLoop(target, job, fetcher, series, shared);
  }

  private boolean hasExemplars() {
    return shared.context().server().features().contains("exemplar-storage");
  }

  private @Nullable String forcedError(int targets) {
    long limit = job.limits().targets();
    if (limit == 0 || targets <= limit) {
      return null;
    }
    shared.metrics().targetLimit.inc();
    return "target_limit exceeded (number of targets: " + targets + ", limit: " + limit + ")";
  }

  /** Ends the series of a target that is gone, unless it comes back in the meantime. */
  private void sayFarewell(Target.Key key, ScrapeLoop loop) {
    long first = loop.next();
    long interval = loop.target().interval().toMillis();
    long due = first + interval + interval / 10;
    Scheduler scheduler = shared.context().scheduler();
    farewells.values().removeIf(farewell -> farewell.task.isDone());
    Scheduler.Task task =
        scheduler.start(
            "farewell",
            () -> {
              scheduler.sleepUntil(due);
              loop.endAll(first);
            });
    farewells.put(key, new Farewell(loop, task));
  }

  /** What requests show. */
  View view() {
    lock.lock();
    try {
      return new View(job, List.copyOf(loops.values()), dropped, droppedCount);
    } finally {
      lock.unlock();
    }
  }

  /** A pool at one moment. Immutable. */
  record View(Job job, List<ScrapeLoop> loops, List<Labels> dropped, int droppedCount) {}

  /**
   * Ends everything; with {@code forGood} its series end too, as the job has left the
   * configuration.
   */
  void close(boolean forGood) {
    lock.lock();
    try {
      discoveries.values().forEach(Discovery::close);
      discoveries.clear();
      loops.values().forEach(ScrapeLoop::stop);
      if (forGood) {
        loops.forEach(this::sayFarewell);
        shared.metrics().targets.remove(job.name());
        shared.metrics().targetLimits.remove(job.name());
      } else {
        farewells.values().forEach(Farewell::close);
        farewells.clear();
      }
      loops.clear();
      client.close();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    close(false);
  }

  /** The end of a target's series that is to come. Immutable. */
  private record Farewell(ScrapeLoop loop, Scheduler.Task task) {
    void close() {
      loop.forgoEnd();
      task.close();
    }
  }

  /** The groups that one discovery has published. Thread-safe. */
  private final class Discovery {
    private final Map<String, TargetGroup> bySource = new LinkedHashMap<>();
    private Instances.@Nullable Handle<Discoverer> handle;
    private int targets;

    /** Past the limit it throws at the discoverer, which is counted at its plugin. */
    void publish(List<TargetGroup> groups) {
      shared.metrics().updatesReceived.inc();
      changed = true;
      synchronized (bySource) {
        for (TargetGroup group : groups) {
          TargetGroup before = bySource.remove(group.source());
          targets -= before == null ? 0 : before.targets().size();
          if (group.targets().isEmpty()) {
            continue;
          }
          if (targets + group.targets().size() > mostTargets()) {
            throw new BugException(
                BugException.Code.BROKEN_INVARIANT,
                "discovery publishes too many targets, the rest is left out [job="
                    + job.name()
                    + ", limit="
                    + mostTargets()
                    + "]");
          }
          bySource.put(group.source(), group);
          targets += group.targets().size();
        }
      }
    }

    private long mostTargets() {
      return Math.min(MOST_TARGETS, shared.context().memory().limit() / BYTES_PER_TARGET);
    }

    List<TargetGroup> groups() {
      synchronized (bySource) {
        return List.copyOf(bySource.values());
      }
    }

    void close() {
      Instances.Handle<Discoverer> opened = handle;
      if (opened != null) {
        opened.close();
      }
    }
  }
}
