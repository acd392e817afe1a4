package io.pharos.kernel.lifecycle;

import io.pharos.kernel.host.HostActions;
import io.pharos.kernel.host.PluginRoute;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.kernel.host.WebHost;
import io.pharos.spi.runtime.ServerInfo;
import java.time.Duration;
import java.util.List;

/** A host without listeners, whose routes a test calls. */
final class TestHost implements WebHost {
  private volatile List<PluginRoute> routes = List.of();
  private volatile ServerInfo.State state = ServerInfo.State.STARTING;

  @Override
  public void open(List<SiteSettings> sites, HostActions actions) {}

  @Override
  public void publish(List<PluginRoute> published) {
    routes = List.copyOf(published);
  }

  @Override
  public void state(ServerInfo.State value) {
    state = value;
  }

  ServerInfo.State state() {
    return state;
  }

  List<String> paths() {
    return routes.stream().map(route -> route.route().path()).toList();
  }

  /** Calls a route; answers what it wrote. */
  String call(String path) throws Exception {
    for (PluginRoute route : routes) {
      if (route.route().path().equals(path)) {
        TextResponse response = new TextResponse();
        route.route().handler().handle(new EmptyRequest(path), response);
        return response.text();
      }
    }
    throw new IllegalArgumentException("no route " + path);
  }

  @Override
  public void drain(Duration deadline) {}

  @Override
  public void close() {}
}
