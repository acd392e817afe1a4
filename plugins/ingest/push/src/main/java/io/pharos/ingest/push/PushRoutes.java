package io.pharos.ingest.push;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.proto.ProtoFamilies;
import io.pharos.ingest.push.store.Groups;
import io.pharos.ingest.push.text.BodyException;
import io.pharos.ingest.push.text.FamilyParser;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.toolkit.exposition.write.TextWriter;
import io.pharos.toolkit.relabel.NameScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Takes pushes and deletions, and shows what was pushed. Thread-safe. */
final class PushRoutes {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int ACCEPTED = 202;

  /** Paths of groups. */
  private static final List<String> GROUPS =
      List.of(GroupPath.PREFIX + "/<path>", GroupPath.PREFIX + "@base64/<path>");

  /** What stands before the paths of groups on the server's site, for the page. */
  private static final String PAGE_API = "/api/v1/push";

  private final PushConfig config;
  private final Groups groups;
  private final PushSite site;
  private final PushMetrics metrics;
  private final PushApi api;
  private final NameScheme scheme;

  PushRoutes(PushConfig config, Groups groups, PushSite site, PushMetrics metrics, PushApi api) {
    this.config = config;
    this.groups = groups;
    this.site = site;
    this.metrics = metrics;
    this.api = api;
    scheme = config.utf8Names() ? NameScheme.UTF8 : NameScheme.LEGACY;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>(pushes(PushSite.NAME));
    if (config.pushgateway() != null) {
      routes.addAll(pushes(Route.SERVER));
    }
    routes.addAll(ofPage());
    routes.add(Route.get(config.telemetryPath(), this::scrape).on(PushSite.NAME));
    routes.add(
        Route.get("/api/v1/metrics", metrics.counted("api/v1/metrics", api::metrics))
            .on(PushSite.NAME));
    routes.add(
        Route.get("/api/v1/status", metrics.counted("api/v1/status", api::status))
            .on(PushSite.NAME));
    if (config.adminApi()) {
      routes.add(
          new Route(
              PushSite.NAME,
              Set.of("PUT"),
              "/api/v1/admin/wipe",
              Route.Access.ADMIN,
              false,
              false,
              metrics.counted("api/v1/admin/wipe", this::wipe)));
    }
    return routes;
  }

  /** What the page of the web UI needs, which is on the server's own site in any case. */
  private List<Route> ofPage() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get(PAGE_API + "/metrics", api::pageMetrics));
    for (String path : GROUPS) {
      routes.add(
          new Route(
              Route.SERVER,
              Set.of("DELETE"),
              PAGE_API + path,
              Route.Access.WRITE,
              false,
              false,
              this::delete));
    }
    return routes;
  }

  private List<Route> pushes(String onSite) {
    List<Route> routes = new ArrayList<>();
    for (String path : GROUPS) {
      routes.add(
          new Route(
              onSite,
              Set.of("PUT", "POST"),
              path,
              Route.Access.WRITE,
              false,
              false,
              metrics.push(this::push)));
      routes.add(
          new Route(
              onSite,
              Set.of("DELETE"),
              path,
              Route.Access.WRITE,
              false,
              false,
              metrics.counted("delete", this::delete)));
    }
    return routes;
  }

  /** A change of the group that the path names. */
  @FunctionalInterface
  private interface Change {
    void apply(SortedMap<String, String> labels, byte[] body) throws BodyException, IOException;
  }

  private void push(HttpRequest request, HttpResponse response) throws IOException {
    change(
        request,
        response,
        (labels, body) -> {
          String type = String.valueOf(request.header("Content-Type"));
          List<Family> families =
              ProtoFamilies.isTypeOf(type)
                  ? ProtoFamilies.parse(body)
                  : FamilyParser.parse(body, scheme);
          boolean replace = request.method().equals("PUT");
          String problem = groups.push(labels, families, replace, !config.unchecked());
          if (config.unchecked()) {
            response.status(ACCEPTED);
          } else if (!problem.isEmpty()) {
            fail(response, 400, problem);
          }
        });
  }

  private void delete(HttpRequest request, HttpResponse response) throws IOException {
    change(
        request,
        response,
        (labels, body) -> {
          groups.delete(labels);
          response.status(ACCEPTED);
        });
  }

  private void change(HttpRequest request, HttpResponse response, Change change)
      throws IOException {
    try {
      String raw = request.rawPath();
      String path =
          GroupPath.decode(raw.startsWith(PAGE_API) ? raw.substring(PAGE_API.length()) : raw);
      String clean = GroupPath.clean(path);
      if (!clean.equals(path)) {
        response.status(307).header("Location", clean);
        return;
      }
      byte[] body = PushBody.read(request);
      change.apply(GroupPath.labels(path, scheme), body);
    } catch (BodyException e) {
      fail(response, 400, String.valueOf(e.getMessage()));
    }
  }

  private void scrape(HttpRequest request, HttpResponse response) throws IOException {
    StringBuilder out = new StringBuilder();
    try {
      site.write(new TextWriter(out), request.query().getOrDefault("name[]", List.of()));
    } catch (IllegalStateException e) {
      fail(response, 500, "An error has occurred while serving metrics:\n\n" + e.getMessage());
      return;
    }
    response.header("Content-Type", TextWriter.CONTENT_TYPE + "; escaping=underscores");
    response.body().write(StrayBytes.encode(out.toString()));
  }

  private void wipe(HttpRequest request, HttpResponse response) {
    groups.wipe();
    response.status(ACCEPTED);
  }

  private static void fail(HttpResponse response, int status, String message) throws IOException {
    response.status(status).header("X-Content-Type-Options", "nosniff");
    response.text(PLAIN, message + "\n");
  }
}
