package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;
import io.pharos.spi.http.HttpClients;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** What the kernel lends to every instance that a factory makes. Thread-safe. */
@Experimental(since = "0.1")
public interface Context {
  Clock clock();

  Scheduler scheduler();

  MemoryBudget memory();

  MetricRegistry metrics();

  /** For jitter and the like; seeded in tests. Thread-safe. */
  RandomGenerator random();

  /** For outgoing HTTP. */
  HttpClients http();

  /** A folder of this plugin's own below the server's data, made at the first call. */
  Path dataPath();

  ServerInfo server();
}
