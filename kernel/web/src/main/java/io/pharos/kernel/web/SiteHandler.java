package io.pharos.kernel.web;

import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.ServerInfo.State;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a request is answered with, by the rules of the originals: redirects, the route of
 * its path and method, errors. Hot routes run here, the others in the Javalin of their site.
 * Thread-safe.
 */
final class SiteHandler extends Handler.Abstract {
  /**
   * Paths below it share rules: OPTIONS always answers, other sites may read, answers are
   * compressed.
   */
  private static final String API = "/api/v1/";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final ServletBridge bridge;
  private final Clock clock;
  private final Exchange.Running running = new Exchange.Running();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int active;
  private volatile State state = State.STARTING;
  private volatile boolean draining;

  SiteHandler(ServletBridge bridge, Clock clock) {
    this.bridge = bridge;
    this.clock = clock;
  }

  State state() {
    return state;
  }

  void state(State now) {
    state = now;
  }

  /** Waits until no request is being answered; interrupts those that take too long. */
  void drain(long nanos) throws InterruptedException {
    draining = true;
    if (!awaitIdle(nanos)) {
      running.interruptAll();
      awaitIdle(TimeUnit.SECONDS.toNanos(1));
    }
  }

  private boolean awaitIdle(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (active > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return active == 0;
    } finally {
      lock.unlock();
    }
  }

  private void count(int change) {
    lock.lock();
    try {
      active += change;
      if (active == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    count(1);
    Callback counted = Callback.from(callback, () -> count(-1));
    try {
      if (draining) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
      }
      route(request, response, counted);
    } catch (Throwable t) {
      counted.failed(t);
    }
    return true;
  }

  private void route(Request request, Response response, Callback callback) throws Exception {
    Site site = ((WatchedConnector) request.getConnectionMetaData().getConnector()).site();
    String raw = request.getHttpURI().getPath();
    String path = raw == null ? null : PathText.decode(raw, false);
    if (path == null || !path.startsWith("/")) {
      Answers.error(request, response, callback, 400, "400 Bad Request");
      return;
    }
    String cleaned = PathText.clean(raw);
    if (!cleaned.equals(raw)) {
      Answers.redirect(request, response, callback, 307, withQuery(cleaned, request));
      return;
    }
    String prefix = site.settings().routePrefix();
    if (prefix.isEmpty()) {
      local(site, request, response, callback, path, raw);
    } else if (path.startsWith(prefix + "/")) {
      int rawStart = rawPrefix(raw, prefix.length());
      local(
          site,
          request,
          response,
          callback,
          path.substring(prefix.length()),
          raw.substring(rawStart));
    } else {
      outside(prefix, path, request, response, callback);
    }
  }

  /**
   * Where the raw path goes on behind a decoded prefix of so many characters that were not escaped.
   */
  private static int rawPrefix(String raw, int length) {
    int escape = raw.indexOf('%');
    return escape < 0 || escape >= length ? length : raw.indexOf('/', 1);
  }

  /** Beside the route prefix there is a redirect to it and nothing else. */
  private static void outside(
      String prefix, String path, Request request, Response response, Callback callback) {
    String method = request.getMethod();
    if (path.equals(prefix) && method.equals("GET")) {
      Answers.redirect(request, response, callback, 301, withQuery(prefix + "/", request));
    } else if (!path.equals("/")) {
      Answers.error(request, response, callback, 404, "404 page not found");
    } else if (method.equals("GET")) {
      Answers.redirect(request, response, callback, 302, prefix);
    } else {
      otherMethod(new TreeSet<>(Set.of("GET")), request, response, callback);
    }
  }

  private void local(
      Site site, Request request, Response response, Callback callback, String path, String raw)
      throws Exception {
    String method = request.getMethod();
    Site.Routes routes = site.routes();
    boolean api = path.startsWith(API);
    if (api && method.equals("OPTIONS")) {
      preflight(site, request, response, callback);
      return;
    }
    if (path.equals("/api/v1")) {
      String location = site.settings().routePrefix() + API;
      Answers.redirect(request, response, callback, 307, withQuery(location, request));
      return;
    }
    RouteTable.Match match = routes.table().find(method, path);
    if (match == null) {
      unmatched(routes.table(), site, request, response, callback, path);
      return;
    }
    Callback measured = measured(match.route(), response, callback);
    Route route = match.route().route();
    if (!route.early() && state != State.READY) {
      notReady(request, response, measured);
    } else if (isForbiddenCrossSite(route, request)) {
      Answers.error(request, response, measured, 403, "cross-site request refused");
    } else {
      serve(site, routes, match, request, response, measured, path, raw);
    }
  }

  private void serve(
      Site site,
      Site.Routes routes,
      RouteTable.Match match,
      Request request,
      Response response,
      Callback callback,
      String path,
      String raw)
      throws Exception {
    Route route = match.route().route();
    if (path.startsWith(API) && !route.hot()) {
      allowOrigin(site, request, response);
      response
          .getHeaders()
          .put(HttpHeader.VARY, route.early() ? "Origin" : "Accept-Encoding, Origin");
    }
    ServedRequest.Target target =
        new ServedRequest.Target(match.route(), match.parameters(), path, raw, null);
    Exchange exchange = new Exchange(request, response, target, running, routes.javalin());
    if (route.hot()) {
      exchange.runPlain();
      callback.succeeded();
    } else {
      exchange.attach();
      if (!bridge.handler().handle(request, response, callback)) {
        Answers.error(request, response, callback, 404, "404 page not found");
      }
    }
  }

  private Callback measured(ServedRoute route, Response response, Callback callback) {
    long start = clock.nanos();
    return Callback.from(
        () ->
            route
                .metrics()
                .observe(
                    response.getStatus() == 0 ? 200 : response.getStatus(),
                    clock.nanos() - start,
                    Response.getContentBytesWritten(response)),
        callback);
  }

  private void unmatched(
      RouteTable table,
      Site site,
      Request request,
      Response response,
      Callback callback,
      String path) {
    String method = request.getMethod();
    boolean api = path.startsWith(API);
    String nearest = path.equals("/") ? null : table.nearest(method, path);
    if (nearest != null && nearest.startsWith(API) == api) {
      String location =
          api ? nearest.substring(API.length() - 1) : site.settings().routePrefix() + nearest;
      int status = method.equals("GET") ? 301 : 307;
      Answers.redirect(request, response, callback, status, withQuery(encode(location), request));
      return;
    }
    otherMethod(table.methodsAt(path), request, response, callback);
  }

  /** A path that is served, if at all, by other methods. */
  private static void otherMethod(
      SortedSet<String> methods, Request request, Response response, Callback callback) {
    if (methods.isEmpty()) {
      Answers.error(request, response, callback, 404, "404 page not found");
      return;
    }
    methods.add("OPTIONS");
    response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", methods));
    if (request.getMethod().equals("OPTIONS")) {
      Answers.empty(response, callback, 200);
    } else {
      Answers.error(request, response, callback, 405, "Method Not Allowed");
    }
  }

  private void preflight(Site site, Request request, Response response, Callback callback) {
    if (state != State.READY) {
      notReady(request, response, callback);
      return;
    }
    allowOrigin(site, request, response);
    response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding, Origin");
    Answers.empty(response, callback, 204);
  }

  private void notReady(Request request, Response response, Callback callback) {
    response.getHeaders().put("X-Prometheus-Stopping", Boolean.toString(state == State.STOPPING));
    Answers.text(request, response, callback, 503, "Service Unavailable");
  }

  private static void allowOrigin(Site site, Request request, Response response) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null || origin.isEmpty()) {
      return;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin");
    headers.put("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
    headers.put("Access-Control-Expose-Headers", "Date");
    if (site.allowsOrigin(origin)) {
      headers.put("Access-Control-Allow-Origin", origin);
    }
  }

  /** Whether a page of another site makes a browser change something here. */
  private static boolean isForbiddenCrossSite(Route route, Request request) {
    if (route.access() == Route.Access.READ || SAFE.contains(request.getMethod())) {
      return false;
    }
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin != null && !isOwn(origin, request.getHeaders().get(HttpHeader.HOST));
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    int scheme = origin.indexOf("://");
    return scheme > 0 && host != null && origin.substring(scheme + 3).equalsIgnoreCase(host);
  }

  private static String withQuery(String path, Request request) {
    String query = request.getHttpURI().getQuery();
    return query == null || query.isEmpty() ? path : path + "?" + query;
  }

  /** A decoded path as it stands in a URL. */
  private static String encode(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~$&+,/:;=@".indexOf(c) >= 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return out.toString();
  }
}
