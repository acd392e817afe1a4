package io.pharos.ingest.scrape;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.http.Route;
import io.pharos.spi.part.Part;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All jobs. Thread-safe. */
final class ScrapePart implements Part, Reconfigurable<ScrapeConfig> {
  private final Context context;
  private final ServiceRef<Storage> storage;
  private final Instances<Discoverer> discoverers;
  private final ConfigReader reader;
  private final TargetsApi api;
  private final ScrapeMetrics metrics;
  private final BufferPool buffers = new BufferPool();
  private final FailureLogs failureLogs;
  private final Exporters exporters;

  /** Guards the fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private ScrapeConfig config;
  private final Map<String, ScrapePool> pools = new LinkedHashMap<>();
  private ScrapeLoop.@Nullable Shared shared;
  private Scheduler.@Nullable Task syncing;

  ScrapePart(ScrapeConfig config, Context context, ScrapePartFactory.Services services) {
    this.config = config;
    this.context = context;
    this.storage = services.storage();
    this.discoverers = services.discoverers();
    this.reader = services.reader();
    this.api = new TargetsApi(this, context, services.view(), services.engine());
    this.metrics = new ScrapeMetrics(context.metrics());
    this.failureLogs = new FailureLogs(context.clock());
    this.exporters = new Exporters(services.exporters(), reader);
  }

  @Override
  public void start() {
    lock.lock();
    try {
      shared = shared(config);
      open(config);
      var period = config.discoveryReloadInterval();
      syncing = context.scheduler().every("discovery", period.dividedBy(50), period, this::sync);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Route> routes() {
    return api.routes();
  }

  private ScrapeLoop.Shared shared(ScrapeConfig config) {
    return new ScrapeLoop.Shared(
        context,
        storage,
        buffers,
        metrics,
        failureLogs,
        config.adjustTimestamps() ? config.timestampTolerance().toMillis() : -1,
        seed(config.global().externalLabels()));
  }

  /** Servers with other external labels scrape at other moments. */
  private static long seed(Labels externalLabels) {
    return externalLabels.toString().hashCode() * 0x9E3779B97F4A7C15L;
  }

  /** Opens, changes and closes pools so that they are those of the configuration. */
  private void open(ScrapeConfig wanted) {
    ScrapeLoop.Shared common = shared;
    if (common == null) {
      return;
    }
    exporters.apply(wanted.exporters());
    boolean extra = context.server().features().contains("extra-scrape-metrics");
    Map<String, Job> jobs = new LinkedHashMap<>();
    for (JobConfig job : ScrapeFiles.all(wanted, reader)) {
      jobs.put(job.jobName(), Job.of(job, wanted.global(), extra));
    }
    for (String name : List.copyOf(pools.keySet())) {
      ScrapePool pool = pools.get(name);
      if (pool != null && !jobs.containsKey(name)) {
        pools.remove(name);
        pool.close(true);
      }
    }
    jobs.forEach(
        (name, job) -> {
          ScrapePool pool = pools.get(name);
          if (pool != null) {
            pool.apply(job);
          } else {
            metrics.pools.inc();
            pool = new ScrapePool(job, common, discoverers, exporters);
            pools.put(name, pool);
            pool.start();
          }
        });
  }

  private void sync() {
    for (ScrapePool pool : pools()) {
      pool.sync();
    }
    exporters.closeUnused();
  }

  /** The pools by the order of the configuration; a copy. */
  List<ScrapePool> pools() {
    lock.lock();
    try {
      return new ArrayList<>(pools.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Applied apply(ScrapeConfig changed) {
    lock.lock();
    try {
      if (!changed.discoveryReloadInterval().equals(config.discoveryReloadInterval())) {
        return Applied.NEEDS_NEW;
      }
      config = changed;
      open(changed);
      return Applied.APPLIED;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      Scheduler.Task running = syncing;
      if (running != null) {
        running.close();
      }
      pools.values().forEach(ScrapePool::close);
      pools.clear();
      exporters.close();
    } finally {
      lock.unlock();
    }
  }
}
