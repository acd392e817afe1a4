package io.pharos.kernel.lifecycle;

import io.pharos.kernel.host.PluginRoute;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.Route;
import io.pharos.spi.part.Part;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.spi.storage.Storage;
import io.pharos.spi.web.WebModule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance that the kernel makes at start: a storage, an engine, a part, a set of routes; and
 * its successors. Guarded by the kernel's lock of changes.
 */
final class Root {
  private static final Duration CREATE = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofMinutes(30);
  private static final Duration CLOSE = Duration.ofSeconds(30);

  private final Unit unit;
  private final Offer offer;
  private final Record config;
  private final InstanceContext context;
  private final AutoCloseable instance;
  private final Map<Class<?>, Loan<?>> loans = new HashMap<>();
  private List<PluginRoute> routes = List.of();
  private List<WebModule.Page> pages = List.of();
  private @Nullable HttpHandler frame;
  private boolean announced;

  /** Makes the instance; it takes nothing exclusive before {@link #start}. */
  Root(Unit unit, Offer offer, Record config, KernelServices kernel) {
    this.unit = unit;
    this.offer = offer;
    this.config = config;
    this.context = unit.context(kernel);
    AutoCloseable made = null;
    try {
      made =
          unit.guard().callBounded(name() + " create", CREATE, () -> offer.create(config, context));
      AutoCloseable created = made;
      Map<Class<?>, Object> offered =
          unit.guard().callBounded(name() + " services", CREATE, () -> services(created));
      offered.forEach(
          (type, service) ->
              loans.put(type, new Loan<>(service, type.getSimpleName(), unit.health())));
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
    instance = made;
  }

  private Root(Root old, Record config) {
    unit = old.unit;
    offer = old.offer;
    this.config = config;
    context = old.context;
    instance = old.instance;
    loans.putAll(old.loans);
    routes = old.routes;
    pages = old.pages;
    frame = old.frame;
    announced = old.announced;
  }

  private static Map<Class<?>, Object> services(AutoCloseable instance) {
    return switch (instance) {
      case Storage storage -> Map.of(Storage.class, storage);
      case QueryEngine engine -> Map.of(QueryEngine.class, engine);
      case Part part -> checked(part.services());
      default -> Map.of();
    };
  }

  private static Map<Class<?>, Object> checked(Map<Class<?>, Object> services) {
    for (Map.Entry<Class<?>, Object> entry : services.entrySet()) {
      if (!entry.getKey().isInstance(entry.getValue())) {
        throw new ConfigException("service is no " + entry.getKey().getSimpleName());
      }
    }
    return services;
  }

  String name() {
    return offer.toString();
  }

  Unit unit() {
    return unit;
  }

  Offer offer() {
    return offer;
  }

  Record config() {
    return config;
  }

  Set<Class<?>> provides() {
    return loans.keySet();
  }

  Loan<?> loan(Class<?> service) {
    Loan<?> loan = loans.get(service);
    if (loan == null) {
      throw new IllegalArgumentException("not offered: " + service);
    }
    return loan;
  }

  List<PluginRoute> routes() {
    return routes;
  }

  List<WebModule.Page> pages() {
    return pages;
  }

  /** What sends the document of pages, null if the module shows none. */
  @Nullable HttpHandler frame() {
    return frame;
  }

  /** Whether files that its configuration names may have changed though that has not. */
  boolean readsFiles() {
    return instance instanceof Reconfigurable<?> changeable && changeable.readsFiles();
  }

  /** Starts the instance, and asks for its routes. */
  void start() {
    unit.guard()
        .callBounded(
            name() + " start",
            START,
            () -> {
              switch (instance) {
                case Storage storage -> storage.start();
                case QueryEngine engine -> engine.start();
                case Part part -> part.start();
                default -> {}
              }
              return instance;
            });
    if (!announced) {
      askRoutes();
    }
  }

  /**
   * Asks a module, which has no start of its own, for what it serves: so that early routes answer
   * while others start.
   */
  void announce() {
    if (instance instanceof WebModule) {
      askRoutes();
      announced = true;
    }
  }

  private void askRoutes() {
    List<Route> asked =
        unit.guard()
            .callBounded(
                name() + " routes",
                CREATE,
                () ->
                    switch (instance) {
                      case Part part -> part.routes();
                      case WebModule module -> module.routes();
                      default -> List.<Route>of();
                    });
    List<PluginRoute> guarded = new ArrayList<>();
    for (Route route : asked) {
      guarded.add(new PluginRoute(unit.id(), guarded(route)));
    }
    routes = List.copyOf(guarded);
    if (instance instanceof WebModule module) {
      pages = List.copyOf(unit.guard().callBounded(name() + " pages", CREATE, module::pages));
      frame = unit.guard().callBounded(name() + " frame", CREATE, module::frame).orElse(null);
    }
  }

  /** A route at which this module's frame shows a page of any module. */
  static PluginRoute shown(Root framing, HttpHandler frame, Root owner, WebModule.Page page) {
    Route route = Route.get(page.path(), frame).whileStarting();
    return new PluginRoute(owner.unit.id(), framing.guarded(route));
  }

  private Route guarded(Route route) {
    HttpHandler handler = new GuardedHandler(unit.guard().health(), unit.loader(), route);
    return new Route(
        route.site(),
        route.methods(),
        route.path(),
        route.access(),
        route.early(),
        route.hot(),
        handler);
  }

  /** The same instance with a changed configuration; null if it wants to be made anew. */
  @Nullable Root apply(Record changed) {
    if (!(instance instanceof Reconfigurable<?> running)) {
      return null;
    }
    Reconfigurable.Applied applied =
        unit.guard().callBounded(name() + " apply", START, () -> apply(running, changed));
    return applied == Reconfigurable.Applied.APPLIED ? new Root(this, changed) : null;
  }

  @SuppressWarnings("unchecked") // factory and instance are of one plugin, and so is the record
  private static <C extends Record> Reconfigurable.Applied apply(
      Reconfigurable<C> running, Record changed) {
    return running.apply((C) changed);
  }

  /** Closes the instance and ends what it has running. */
  void close() {
    try {
      unit.guard()
          .callBounded(
              name() + " close",
              CLOSE,
              () -> {
                instance.close();
                return instance;
              });
    } catch (RuntimeException e) {
      // the guard has reported it at the plugin; its threads end with the context
      unit.health().hanging(unit.health().runningCount() > 0);
    } finally {
      context.close();
    }
  }

  /** Runs a plugin's handler as a call of the plugin. Immutable. */
  private record GuardedHandler(PluginHealth health, ClassLoader loader, Route route)
      implements HttpHandler {
    @Override
    public void handle(
        io.pharos.spi.http.HttpRequest request, io.pharos.spi.http.HttpResponse response)
        throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try (PluginHealth.Work _ = health.begin(route.path(), false)) {
        route.handler().handle(request, response);
      } catch (IOException | InterruptedException e) {
        throw e;
      } catch (Exception | Error e) {
        health.failed("route " + route.path(), e);
        throw e;
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
