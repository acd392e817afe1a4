package io.pharos.kernel.web;

import io.pharos.kernel.host.SiteSettings;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.regex.Regex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One site: its settings, and the routes that it serves now. Thread-safe. */
final class Site {
  private final SiteSettings settings;
  private final Regex corsOrigin;
  private volatile Routes routes;

  Site(SiteSettings settings, List<ServedRoute> own) {
    this.settings = settings;
    try {
      this.corsOrigin = Regex.compile(settings.corsOrigin());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "the pattern of allowed origins cannot be read [site="
              + settings.name()
              + ", pattern="
              + settings.corsOrigin()
              + "]; "
              + e.getMessage(),
          e);
    }
    this.routes = new Routes(settings.routePrefix(), new RouteTable(own), List.of());
  }

  /** What is served at one time: every route, and those of them that the framework runs. */
  static final class Routes {
    private final RouteTable table;
    private final JavalinRoutes javalin;

    Routes(String prefix, RouteTable table, List<ServedRoute> ordinary) {
      this.table = table;
      this.javalin = new JavalinRoutes(prefix, ordinary);
    }

    RouteTable table() {
      return table;
    }

    JavalinRoutes javalin() {
      return javalin;
    }
  }

  SiteSettings settings() {
    return settings;
  }

  Routes routes() {
    return routes;
  }

  void routes(Routes replacement) {
    routes = replacement;
  }

  boolean allowsOrigin(@Nullable String origin) {
    return origin != null && corsOrigin.matches(origin);
  }
}
