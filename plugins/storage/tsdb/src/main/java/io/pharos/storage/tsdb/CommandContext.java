package io.pharos.storage.tsdb;

import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.runtime.ServerInfo;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** What a command lends to the storage that it opens: nothing runs behind its back. Thread-safe. */
record CommandContext(
    Clock clock,
    Scheduler scheduler,
    MemoryBudget memory,
    MetricRegistry metrics,
    RandomGenerator random,
    HttpClients http,
    ServerInfo server)
    implements Context {
  @Override
  public Path dataPath() {
    throw new UnsupportedOperationException("a command has no folder of its own");
  }
}
