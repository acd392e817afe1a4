package io.pharos.web.api;

import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The redirects to the query page, and the version. Thread-safe. */
final class PageRoutes {
  private final ServerInfo server;

  PageRoutes(ServerInfo server) {
    this.server = server;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/", (_, response) -> redirect(response, home())).whileStarting(),
        Route.get("/graph", this::graph).whileStarting(),
        Route.get("/version", this::version).whileStarting());
  }

  /** The path at which people see the server. */
  private String externalPath() {
    String path = URI.create(server.externalUrl()).getRawPath();
    return path == null || path.equals("/") ? "" : path;
  }

  private String home() {
    return externalPath() + "/query";
  }

  private void graph(HttpRequest request, HttpResponse response) throws IOException {
    redirect(response, home() + "?" + request.rawQuery());
  }

  private static void redirect(HttpResponse response, String location) throws IOException {
    String shown =
        location
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&#34;")
            .replace("'", "&#39;");
    response
        .status(302)
        .header("Location", location)
        .text("text/html; charset=utf-8", "<a href=\"" + shown + "\">Found</a>.\n\n");
  }

  private void version(HttpRequest request, HttpResponse response) throws IOException {
    response.header("Content-Type", "text/plain; charset=utf-8");
    JsonWriter json = new JsonWriter(response.body());
    BuildInfo.write(json, server);
    json.flush();
    response.body().write('\n');
  }
}
