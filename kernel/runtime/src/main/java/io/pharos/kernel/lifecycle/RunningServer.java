package io.pharos.kernel.lifecycle;

import io.pharos.spi.runtime.ServerInfo;
import java.util.Map;
import java.util.Set;

/** What is known of this server. Thread-safe. */
final class RunningServer implements ServerInfo {
  private final String version;
  private final Set<String> features;
  private final Map<String, String> flags;
  private final String externalUrl;
  private final String routePrefix;
  private final long startedAt;
  private volatile State state = State.STARTING;

  RunningServer(
      String version,
      Set<String> features,
      Map<String, String> flags,
      String externalUrl,
      String routePrefix,
      long startedAt) {
    this.version = version;
    this.features = Set.copyOf(features);
    this.flags = Map.copyOf(flags);
    this.externalUrl = externalUrl;
    this.routePrefix = routePrefix;
    this.startedAt = startedAt;
  }

  @Override
  public String version() {
    return version;
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
    return flags;
  }

  @Override
  public String externalUrl() {
    return externalUrl;
  }

  @Override
  public String routePrefix() {
    return routePrefix;
  }

  @Override
  public long startedAt() {
    return startedAt;
  }

  @Override
  public State state() {
    return state;
  }

  void state(State value) {
    state = value;
  }
}
