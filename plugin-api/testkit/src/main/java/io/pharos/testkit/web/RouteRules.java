package io.pharos.testkit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.http.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the host asks of routes. */
public final class RouteRules {
  private RouteRules() {}

  /** Fails unless the routes of one plugin are legal and apart from each other. */
  public static void check(List<Route> routes) {
    Set<String> places = new HashSet<>();
    for (Route route : routes) {
      assertThat(route.path()).matches("(/[^/?#\\s]*)+");
      assertThat(route.site()).matches("[a-z]+");
      assertThat(route.methods()).isNotEmpty();
      for (String method : route.methods()) {
        assertThat(method).isUpperCase();
        String place = route.site() + " " + method + " " + route.path();
        assertThat(places.add(place)).as("served once: %s", place).isTrue();
      }
      if (route.hot()) {
        assertThat(route.path()).as("hot paths have no parameters").doesNotContain("{", "<");
      }
      int rest = route.path().indexOf('<');
      if (rest >= 0) {
        assertThat(route.path().substring(rest)).as("the rest ends a path").matches("<[a-z_]+>");
      }
    }
  }

  /** Whether a route can be called without knowing more than its path. */
  static boolean isPlain(Route route) {
    return route.methods().contains("GET")
        && !route.path().contains("{")
        && !route.path().contains("<");
  }
}
