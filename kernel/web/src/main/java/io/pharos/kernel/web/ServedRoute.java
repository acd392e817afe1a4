package io.pharos.kernel.web;

import io.pharos.kernel.host.PluginRoute;
import io.pharos.spi.http.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route in the form in which requests are matched with it. Immutable. */
final class ServedRoute {
  private final Route route;
  private final WebMetrics.RouteMetrics metrics;
  private final String[] segments;
  private final boolean tail;
  private final boolean plain;

  ServedRoute(PluginRoute from, WebMetrics metrics) {
    this.route = from.route();
    this.metrics = metrics.of(label(route.path()));
    this.segments = route.path().substring(1).split("/", -1);
    this.tail = isTail(segments[segments.length - 1]);
    boolean named = false;
    for (String segment : segments) {
      named |= isName(segment) || isTail(segment);
    }
    this.plain = !named;
  }

  Route route() {
    return route;
  }

  WebMetrics.RouteMetrics metrics() {
    return metrics;
  }

  /** Whether its path names no parameter. */
  boolean isPlain() {
    return plain;
  }

  /**
   * Parameters of a path that it matches, null if it doesn't.
   *
   * @param canonical receives the path in the route's own letters, if given
   */
  @Nullable Map<String, String> match(
      String path, boolean anyCase, @Nullable StringBuilder canonical) {
    List<String> names = new ArrayList<>(2);
    int start = 1;
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      if (start > path.length()) {
        return null;
      }
      int end = path.indexOf('/', start);
      if (end < 0 || isTail(segment)) {
        end = path.length();
      }
      String found = path.substring(start, end);
      boolean name = isName(segment) || isTail(segment);
      if (name) {
        if (found.isEmpty() && !isTail(segment)) {
          return null;
        }
        names.add(segment.substring(1, segment.length() - 1));
        names.add(found);
      } else if (anyCase ? !segment.equalsIgnoreCase(found) : !segment.equals(found)) {
        return null;
      }
      if (canonical != null) {
        canonical.append('/').append(name ? found : segment);
      }
      start = end + 1;
    }
    if (start <= path.length() && !tail) {
      return null;
    }
    return switch (names.size()) {
      case 0 -> Map.of();
      case 2 -> Map.of(names.get(0), names.get(1));
      case 4 -> Map.of(names.get(0), names.get(1), names.get(2), names.get(3));
      default -> pairs(names);
    };
  }

  private static Map<String, String> pairs(List<String> names) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < names.size(); i += 2) {
      map.put(names.get(i), names.get(i + 1));
    }
    return map;
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static boolean isTail(String segment) {
    return segment.startsWith("<") && segment.endsWith(">");
  }

  /**
   * The path in the original's notation, which dashboards know: {@code /api/v1/label/:name/values}.
   */
  private static String label(String path) {
    StringBuilder label = new StringBuilder();
    for (String segment : path.substring(1).split("/", -1)) {
      label.append('/');
      if (isName(segment)) {
        label.append(':').append(segment, 1, segment.length() - 1);
      } else if (isTail(segment)) {
        label.append('*').append(segment, 1, segment.length() - 1);
      } else {
        label.append(segment);
      }
    }
    return label.toString();
  }
}
