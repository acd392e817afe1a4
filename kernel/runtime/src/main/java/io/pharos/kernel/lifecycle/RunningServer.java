package io.pharos.kernel.lifecycle;

import io.pharos.kernel.host.SiteSettings;
import io.pharos.spi.runtime.ServerInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of this server. Thread-safe. */
final class RunningServer implements ServerInfo {
  private final String version;
  private final Set<String> features;
  private final Map<String, String> flags;
  private final String externalUrl;
  private final Map<String, String> externalUrls;
  private final String routePrefix;
  private final long startedAt;
  private volatile State state = State.STARTING;

  RunningServer(
      String version,
      Set<String> features,
      Map<String, String> flags,
      List<SiteSettings> sites,
      long startedAt) {
    this.version = version;
    this.features = Set.copyOf(features);
    this.flags = Map.copyOf(flags);
    this.externalUrl = sites.isEmpty() ? "" : sites.getFirst().externalUrl();
    this.externalUrls =
        sites.stream().collect(Collectors.toMap(SiteSettings::name, SiteSettings::externalUrl));
    this.routePrefix = sites.isEmpty() ? "" : sites.getFirst().routePrefix();
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
  public String externalUrl(String site) {
    return externalUrls.getOrDefault(site, externalUrl);
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
