package io.pharos.web.ui;

import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.spi.web.WebModule;
import io.pharos.spi.web.WebPages;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes of the pages and their files; all answer while the server starts. Thread-safe. */
final class UiModule implements WebModule {
  /**
   * Paths that lead to the one document, which shows what belongs there. The original's are among
   * them that have no page here so far: a link to one says so, and where the same can be read.
   */
  private static final List<String> PAGES =
      List.of(
          "/query",
          "/targets",
          "/plugins",
          "/status",
          "/tsdb-status",
          "/config",
          "/flags",
          "/alerts",
          "/rules",
          "/service-discovery",
          "/alertmanager-discovery",
          "/agent");

  private final Pages pages;
  private final IndexPage index;
  private final ServerInfo server;
  private final WebPages brought;

  UiModule(Pages pages, String title, ServerInfo server, WebPages brought) {
    this.pages = pages;
    this.index = new IndexPage(pages.text("index.html"), title);
    this.server = server;
    this.brought = brought;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String path : PAGES) {
      routes.add(Route.get(path, this::document));
    }
    routes.add(Route.get("/assets/<file>", this::asset));
    routes.add(Route.get("/favicon.svg", (request, response) -> icon(request, response)));
    routes.add(Route.get("/favicon.ico", (request, response) -> icon(request, response)));
    return routes.stream().map(Route::whileStarting).toList();
  }

  @Override
  public Optional<HttpHandler> frame() {
    return Optional.of(this::document);
  }

  private void document(HttpRequest request, HttpResponse response) throws IOException {
    index.send(response, base(), brought.list());
  }

  private void asset(HttpRequest request, HttpResponse response) throws IOException {
    // names hold a hash of what is in the file
    pages.send(
        "assets/" + request.pathParameter("file"),
        "public, max-age=31536000, immutable",
        request,
        response);
  }

  private void icon(HttpRequest request, HttpResponse response) throws IOException {
    pages.send("favicon.svg", "public, max-age=86400", request, response);
  }

  /** The path before every page as browsers see it, which a proxy may make another than ours. */
  private String base() {
    if (server.flags().getOrDefault("web.external-url", "").isEmpty()) {
      return server.routePrefix();
    }
    String path = URI.create(server.externalUrl()).getRawPath();
    return path == null || path.equals("/") ? "" : path.replaceFirst("/+$", "");
  }

  @Override
  public void close() {}
}
