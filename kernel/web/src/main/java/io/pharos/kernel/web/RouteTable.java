package io.pharos.kernel.web;

import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one site: says which of them a request is for, and what else is to be answered.
 * Paths are compared decoded. Immutable.
 */
final class RouteTable {
  /** A route and the parameters of the path. */
  record Match(ServedRoute route, Map<String, String> parameters) {}

  private final Map<String, Map<String, ServedRoute>> plain = new HashMap<>();
  private final Map<String, List<String>> byLowerCase = new HashMap<>();
  private final List<ServedRoute> patterns = new ArrayList<>();

  /**
   * A table of routes.
   *
   * @throws ConfigException if two routes share a path and a method
   */
  RouteTable(Collection<ServedRoute> routes) {
    for (ServedRoute route : routes) {
      String path = route.route().path();
      if (!route.isPlain()) {
        patterns.add(route);
        continue;
      }
      Map<String, ServedRoute> methods = plain.computeIfAbsent(path, _ -> new HashMap<>());
      byLowerCase.computeIfAbsent(path.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(path);
      for (String method : route.route().methods()) {
        if (methods.put(method, route) != null) {
          throw new ConfigException(
              ConfigException.Code.CONFLICT,
              "two plugins serve the same route [site="
                  + route.route().site()
                  + ", method="
                  + method
                  + ", path="
                  + path
                  + "]");
        }
      }
    }
  }

  /** The route for a method and a path, null without one. */
  @Nullable Match find(String method, String path) {
    Map<String, ServedRoute> methods = plain.get(path);
    ServedRoute found = methods == null ? null : methods.get(method);
    if (found != null) {
      return new Match(found, Map.of());
    }
    for (ServedRoute route : patterns) {
      if (route.route().methods().contains(method)) {
        Map<String, String> parameters = route.match(path, false, null);
        if (parameters != null) {
          return new Match(route, parameters);
        }
      }
    }
    return null;
  }

  /** The methods that are served at a path, sorted. */
  SortedSet<String> methodsAt(String path) {
    SortedSet<String> methods = new TreeSet<>();
    Map<String, ServedRoute> exact = plain.get(path);
    if (exact != null) {
      methods.addAll(exact.keySet());
    }
    for (ServedRoute route : patterns) {
      if (route.match(path, false, null) != null) {
        methods.addAll(route.route().methods());
      }
    }
    return methods;
  }

  /**
   * Where a client meant to go that wrote a slash too many or too few, or other letters: a path
   * that is served by this method, null if there is none.
   */
  @Nullable String nearest(String method, String path) {
    String other = toggleSlash(path);
    if (find(method, other) != null) {
      return other;
    }
    String found = inAnyCase(method, path);
    return found != null ? found : inAnyCase(method, other);
  }

  private @Nullable String inAnyCase(String method, String path) {
    for (String candidate : byLowerCase.getOrDefault(path.toLowerCase(Locale.ROOT), List.of())) {
      if (find(method, candidate) != null) {
        return candidate;
      }
    }
    for (ServedRoute route : patterns) {
      StringBuilder canonical = new StringBuilder();
      if (route.route().methods().contains(method) && route.match(path, true, canonical) != null) {
        return canonical.toString();
      }
    }
    return null;
  }

  private static String toggleSlash(String path) {
    return path.endsWith("/") && path.length() > 1
        ? path.substring(0, path.length() - 1)
        : path + "/";
  }
}
