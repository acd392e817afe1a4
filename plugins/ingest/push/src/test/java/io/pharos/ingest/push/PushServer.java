package io.pharos.ingest.push;

import io.pharos.ingest.push.text.BodyException;
import io.pharos.spi.http.Route;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The part with its routes, without a network. */
final class PushServer implements AutoCloseable {
  private final FakeContext context;
  private final PushPart part;
  private final List<Route> routes;

  PushServer(FakeContext context, PushConfig config) {
    this.context = context;
    part = new PushPart(config, context, site -> List.of());
    part.start();
    routes = part.routes();
  }

  static PushConfig config(String file, Duration interval, boolean unchecked, boolean utf8) {
    return new PushConfig(
        new PushConfig.Section(), "/metrics", true, file, interval, unchecked, utf8);
  }

  static PushConfig config() {
    return config("", Duration.ofMinutes(5), false, false);
  }

  FakeContext context() {
    return context;
  }

  PushedFamilies pushed() {
    return (PushedFamilies) part.services().values().iterator().next();
  }

  FakeResponse ask(String method, String target, String body) throws Exception {
    return ask(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  FakeResponse ask(String method, String target, Map<String, String> headers, byte[] body)
      throws Exception {
    return ask("push", method, target, headers, body);
  }

  /** A request without a body to the server's own site. */
  FakeResponse askServer(String method, String target) throws Exception {
    return ask(Route.SERVER, method, target, Map.of(), new byte[0]);
  }

  private FakeResponse ask(
      String site, String method, String target, Map<String, String> headers, byte[] body)
      throws Exception {
    FakeRequest request = new FakeRequest(method, target, headers, body);
    FakeResponse response = new FakeResponse();
    String path;
    try {
      path = GroupPath.decode(request.rawPath());
    } catch (BodyException e) {
      response.status(400).text("text/plain; charset=utf-8", "400 Bad Request");
      return response;
    }
    for (Route route : routes) {
      if (route.site().equals(site) && matches(route.path(), path)) {
        if (route.methods().contains(method)) {
          route.handler().handle(request, response);
          return response;
        }
        response.status(405);
      }
    }
    if (response.status() != 405) {
      response.status(404).text("text/plain; charset=utf-8", "404 page not found\n");
    }
    return response;
  }

  private static boolean matches(String pattern, String path) {
    int rest = pattern.indexOf('<');
    return rest < 0
        ? pattern.equals(path)
        : path.startsWith(pattern.substring(0, rest)) && path.length() > rest;
  }

  List<Route> routes() {
    return routes;
  }

  static PushServer in(Path folder) {
    return new PushServer(new FakeContext(folder), config());
  }

  @Override
  public void close() {
    part.close();
  }
}
