package io.pharos.spi.http;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.util.Set;

/**
 * A path that a plugin serves on a site. Immutable.
 *
 * @param site the site whose listener serves it: {@code server}, {@code alertmanager}, {@code push}
 * @param methods in upper case
 * @param path segments; {@code {name}} stands for one, {@code <name>} at the end for all that
 *     follow
 * @param access who may call it
 * @param early whether it answers before the server is ready; others get 503 until then
 * @param hot whether it bypasses the framework of ordinary routes: for bodies of many samples. Its
 *     path has no parameters
 */
@Experimental(since = "0.1")
public record Route(
    String site,
    Set<String> methods,
    String path,
    Access access,
    boolean early,
    boolean hot,
    HttpHandler handler) {
  /** The site of the server itself. */
  public static final String SERVER = "server";

  public Route {
    requireNonNull(site, "site");
    methods = Set.copyOf(methods);
    requireNonNull(path, "path");
    requireNonNull(access, "access");
    requireNonNull(handler, "handler");
  }

  /** Who may call a route, where the server has users with roles. */
  public enum Access {
    READ,
    WRITE,
    ADMIN
  }

  /** A route of the server's site that reads, by GET. */
  public static Route get(String path, HttpHandler handler) {
    return new Route(SERVER, Set.of("GET"), path, Access.READ, false, false, handler);
  }

  /** A route of the server's site that reads, by GET or by POST of a form. */
  public static Route getOrPost(String path, HttpHandler handler) {
    return new Route(SERVER, Set.of("GET", "POST"), path, Access.READ, false, false, handler);
  }

  /** A route of the server's site that changes something, by POST or PUT. */
  public static Route change(String path, Access access, HttpHandler handler) {
    return new Route(SERVER, Set.of("POST", "PUT"), path, access, false, false, handler);
  }

  /** The same route, answering before the server is ready. */
  public Route whileStarting() {
    return new Route(site, methods, path, access, true, hot, handler);
  }

  /** The same route on the hot path. */
  public Route hotPath() {
    return new Route(site, methods, path, access, early, true, handler);
  }

  /** The same route on another site. */
  public Route on(String otherSite) {
    return new Route(otherSite, methods, path, access, early, hot, handler);
  }
}
