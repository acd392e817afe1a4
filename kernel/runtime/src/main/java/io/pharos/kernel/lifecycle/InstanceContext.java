package io.pharos.kernel.lifecycle;

import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.thread.ThreadScheduler;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.runtime.ServerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * What one instance is lent; closing it ends its threads and forgets its functions. Thread-safe.
 */
final class InstanceContext implements Context, AutoCloseable {
  private final KernelServices kernel;
  private final String plugin;
  private final ThreadScheduler scheduler;
  private final Registry.View metrics;

  InstanceContext(
      KernelServices kernel, String plugin, ThreadScheduler scheduler, Registry.View metrics) {
    this.kernel = kernel;
    this.plugin = plugin;
    this.scheduler = scheduler.forInstance();
    this.metrics = metrics.forInstance();
  }

  @Override
  public Clock clock() {
    return kernel.clock();
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public MemoryBudget memory() {
    return kernel.memory();
  }

  @Override
  public MetricRegistry metrics() {
    return metrics;
  }

  @Override
  public RandomGenerator random() {
    return kernel.random();
  }

  @Override
  public HttpClients http() {
    return kernel.http();
  }

  @Override
  public Path dataPath() {
    Path folder = kernel.data().resolve(plugin);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Code.IO, "data folder cannot be made [path=" + folder + "]: " + e, e);
    }
  }

  @Override
  public ServerInfo server() {
    return kernel.server();
  }

  @Override
  public void close() {
    scheduler.close();
    metrics.closeInstance();
  }
}
