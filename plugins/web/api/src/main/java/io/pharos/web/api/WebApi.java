package io.pharos.web.api;

import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.spi.web.WebModule;
import java.util.ArrayList;
import java.util.List;

/** The API while it is served. Thread-safe. */
final class WebApi implements WebModule, Reconfigurable<WebApiConfig> {
  private final WebApiConfig started;
  private final Notifications notifications;
  private final FederateRoute federation;
  private final List<Route> routes = new ArrayList<>();

  WebApi(WebApiConfig config, Context context, WebApiFactory.Services services) {
    started = config;
    notifications = new Notifications(context, services.metrics(), config.maxSubscribers());
    federation = new FederateRoute(context, services, config.global());
    routes.addAll(new QueryRoutes(context, services).routes());
    routes.addAll(new SearchRoutes(context, services, config.searchLimit()).routes());
    routes.add(new OpenApiRoute().route());
    routes.add(new ExplainRoute(context, services).route());
    routes.addAll(new ActiveQueryRoutes(context.clock(), services.engine()).routes());
    routes.addAll(new LabelRoutes(services).routes());
    routes.addAll(new StatusRoutes(context, services).routes());
    routes.addAll(
        new AdminRoutes(services.storage(), services.engine(), config.adminApi()).routes());
    routes.addAll(new PageRoutes(context.server()).routes());
    routes.addAll(notifications.routes());
    routes.add(federation.route());
    routes.add(new MetricsRoute(services.metrics()).route());
  }

  @Override
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  @Override
  public Applied apply(WebApiConfig config) {
    boolean sameRoutes =
        config.adminApi() == started.adminApi()
            && config.maxSubscribers() == started.maxSubscribers()
            && config.searchLimit() == started.searchLimit();
    if (!sameRoutes) {
      return Applied.NEEDS_NEW;
    }
    federation.apply(config.global());
    return Applied.APPLIED;
  }

  @Override
  public void close() {
    notifications.close();
  }
}
