package io.pharos.kernel.web;

import io.pharos.kernel.host.HostActions;
import io.pharos.kernel.host.PluginRoute;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.ServerInfo.State;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The routes below {@code /-/}, which every site has. Thread-safe. */
final class HostRoutes {
  private final SiteSettings site;
  private final HostActions actions;
  private final Supplier<State> state;
  private final Executor executor;

  HostRoutes(SiteSettings site, HostActions actions, Supplier<State> state, Executor executor) {
    this.site = site;
    this.actions = actions;
    this.state = state;
    this.executor = executor;
  }

  List<PluginRoute> routes() {
    return List.of(
        route("/-/healthy", Set.of("GET", "HEAD"), Route.Access.READ, this::healthy),
        route("/-/ready", Set.of("GET", "HEAD"), Route.Access.READ, this::ready),
        route("/-/reload", Set.of("GET", "POST", "PUT"), Route.Access.ADMIN, this::reload),
        route("/-/quit", Set.of("GET", "POST", "PUT"), Route.Access.ADMIN, this::quit));
  }

  private PluginRoute route(
      String path, Set<String> methods, Route.Access access, HttpHandler handler) {
    return new PluginRoute(
        "kernel", new Route(site.name(), methods, path, access, true, true, handler));
  }

  private void healthy(HttpRequest request, HttpResponse response) throws IOException {
    if (!request.method().equals("HEAD")) {
      response.text(Answers.TEXT, site.title() + " is Healthy.\n");
    }
  }

  private void ready(HttpRequest request, HttpResponse response) throws IOException {
    State now = state.get();
    if (now != State.READY) {
      response
          .status(503)
          .header("X-Prometheus-Stopping", Boolean.toString(now == State.STOPPING))
          .header("Content-Type", Answers.TEXT);
      if (!request.method().equals("HEAD")) {
        response.text(Answers.TEXT, "Service Unavailable");
      }
    } else if (!request.method().equals("HEAD")) {
      response.text(Answers.TEXT, site.title() + " is Ready.\n");
    }
  }

  private boolean isOff(HttpRequest request, HttpResponse response) throws IOException {
    if (request.method().equals("GET")) {
      response.status(405).text(Answers.TEXT, "Only POST or PUT requests allowed");
      return true;
    }
    if (!site.lifecycle()) {
      response.status(403).text(Answers.TEXT, "Lifecycle API is not enabled.");
      return true;
    }
    return false;
  }

  private void reload(HttpRequest request, HttpResponse response) throws IOException {
    if (isOff(request, response)) {
      return;
    }
    try {
      actions.reload();
    } catch (PharosException e) {
      response
          .status(500)
          .header("X-Content-Type-Options", "nosniff")
          .text(Answers.TEXT, "failed to reload config: " + e.getMessage() + "\n");
    }
  }

  private void quit(HttpRequest request, HttpResponse response) throws IOException {
    if (isOff(request, response)) {
      return;
    }
    response.text(Answers.TEXT, "Requesting termination... Goodbye!");
    executor.execute(actions::quit); // a stop waits for this answer
  }
}
