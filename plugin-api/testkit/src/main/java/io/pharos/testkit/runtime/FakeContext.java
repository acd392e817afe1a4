package io.pharos.testkit.runtime;

import io.pharos.spi.error.BugException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.ServerInfo;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A context of fakes: manual time, readable metrics, a budget of 1 GiB, and a folder of the test.
 * Thread-safe.
 */
public final class FakeContext implements Context, AutoCloseable {
  /** Where time starts: 2026-01-01T00:00:00Z. */
  public static final long START = 1_767_225_600_000L;

  private final ManualTime time = new ManualTime(START);
  private final FakeMetrics metrics = new FakeMetrics();
  private final FakeMemoryBudget memory = new FakeMemoryBudget(1L << 30);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Path dataPath;
  private final Set<String> features;
  private volatile HttpClients http =
      config -> {
        throw new BugException("this test has no outgoing HTTP");
      };
  private volatile ServerInfo.State state = ServerInfo.State.READY;

  /** A context whose plugin keeps its files below a folder. */
  public FakeContext(Path dataPath, String... features) {
    this.dataPath = dataPath;
    this.features = Set.of(features);
  }

  /** The same, with outgoing HTTP. */
  public FakeContext withHttp(HttpClients clients) {
    http = clients;
    return this;
  }

  /** Says how far the server is. */
  public void state(ServerInfo.State value) {
    state = value;
  }

  public ManualTime time() {
    return time;
  }

  @Override
  public ManualTime clock() {
    return time;
  }

  @Override
  public ManualTime scheduler() {
    return time;
  }

  @Override
  public FakeMemoryBudget memory() {
    return memory;
  }

  @Override
  public FakeMetrics metrics() {
    return metrics;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public HttpClients http() {
    return http;
  }

  @Override
  public Path dataPath() {
    return dataPath;
  }

  @Override
  public ServerInfo server() {
    return new FakeServer();
  }

  /** Ends everything that the context's scheduler runs. */
  @Override
  public void close() {
    time.close();
  }

  private final class FakeServer implements ServerInfo {
    @Override
    public String version() {
      return "0.1.0";
    }

    @Override
    public String compatibleVersion() {
      return "3.14.0";
    }

    @Override
    public Set<String> features() {
      return features;
    }

    @Override
    public Map<String, String> flags() {
      return Map.of();
    }

    @Override
    public String externalUrl() {
      return "http://localhost:9090";
    }

    @Override
    public String routePrefix() {
      return "";
    }

    @Override
    public long startedAt() {
      return START;
    }

    @Override
    public State state() {
      return state;
    }
  }
}
