package io.pharos.web.ui;

import io.pharos.spi.runtime.ServerInfo;
import java.util.Map;
import java.util.Set;

/** A server below a path. Immutable. */
record PlayedServer(String externalUrl, String routePrefix, Map<String, String> flags)
    implements ServerInfo {
  static final PlayedServer PLAIN = new PlayedServer("http://localhost:9090", "", Map.of());

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
    return Set.of();
  }

  @Override
  public long startedAt() {
    return 0;
  }

  @Override
  public State state() {
    return State.READY;
  }
}
