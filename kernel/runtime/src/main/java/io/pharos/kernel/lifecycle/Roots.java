package io.pharos.kernel.lifecycle;

import io.pharos.kernel.host.PluginRoute;
import io.pharos.kernel.plugin.Kind;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.web.WebModule;
import io.pharos.spi.web.WebPages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running roots in the order of their starts. Guarded by the kernel's lock of changes. */
final class Roots {
  private static final Logger log = LoggerFactory.getLogger(Roots.class);
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private final Services services;
  private final KernelServices kernel;
  private final List<Root> running = new ArrayList<>();

  Roots(Services services, KernelServices kernel) {
    this.services = services;
    this.kernel = kernel;
  }

  List<Root> running() {
    return List.copyOf(running);
  }

  @Nullable Root find(Kind kind, String type) {
    for (Root root : running) {
      if (root.offer().kind() == kind && root.offer().type().equals(type)) {
        return root;
      }
    }
    return null;
  }

  /**
   * Whether the server cannot do without the instance, or the user can mend the reason: then it
   * does not start. What a stranger's part throws is no such reason.
   */
  static boolean isFatal(Offer offer, RuntimeException failure) {
    return offer.kind() == Kind.STORAGE
        || failure instanceof ConfigException
        || failure instanceof StorageException;
  }

  /** Starts one root, which has to start. */
  void startOne(Root root) {
    checkClash(root);
    try {
      root.start();
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
    publish(root);
    running.add(root);
  }

  /**
   * Starts roots, those first whose services others take. One that fails is left out, unless that
   * is fatal: then those of this call that have started are closed again.
   */
  void start(List<Root> created) {
    List<Root> ordered = ordered(created);
    List<Root> started = new ArrayList<>();
    try {
      for (Root root : ordered) {
        checkClash(root);
      }
      for (Root root : ordered) {
        try {
          root.start();
          started.add(root);
          publish(root);
        } catch (RuntimeException e) {
          if (isFatal(root.offer(), e)) {
            throw e;
          }
          leftOut(root.unit(), root.name(), e);
          root.close();
        }
      }
    } catch (RuntimeException e) {
      for (Root root : ordered.reversed()) {
        if (started.contains(root)) {
          withdraw(root);
        }
        root.close();
      }
      throw e;
    }
    running.addAll(started);
  }

  static void leftOut(Unit unit, String instance, RuntimeException failure) {
    log.error(
        "instance is left out, the rest starts [plugin={}, instance={}, error={}]",
        unit.id(),
        instance,
        PluginHealth.describe(failure));
  }

  private void checkClash(Root root) {
    for (Class<?> service : root.provides()) {
      for (Root other : running) {
        if (other.provides().contains(service)) {
          throw new ConfigException(
              ConfigException.Code.CONFLICT,
              service.getSimpleName()
                  + " is offered twice [first="
                  + other.unit().id()
                  + ", second="
                  + root.unit().id()
                  + "]");
        }
      }
    }
  }

  private void publish(Root root) {
    for (Class<?> service : root.provides()) {
      services.slot(service).publish(root.loan(service));
    }
  }

  /** Takes the services back and waits for running operations. */
  private void withdraw(Root root) {
    for (Class<?> service : root.provides()) {
      services.slot(service).publish(null);
    }
    drain(root);
  }

  private static void drain(Root root) {
    for (Class<?> service : root.provides()) {
      if (!Slot.drain(root.loan(service), DRAIN)) {
        log.warn(
            "operations did not end in time and lose their service [plugin={}, service={}]",
            root.unit().id(),
            service.getSimpleName());
      }
    }
  }

  /**
   * Orders roots so that services come before those who take them; cycles are cut where they close.
   */
  static List<Root> ordered(List<Root> roots) {
    List<Root> ordered = new ArrayList<>();
    Set<Root> visited = new HashSet<>();
    for (Root root : roots) {
      visit(root, roots, visited, ordered);
    }
    return ordered;
  }

  private static void visit(Root root, List<Root> roots, Set<Root> visited, List<Root> ordered) {
    if (!visited.add(root)) {
      return;
    }
    for (Class<?> need : root.offer().needs()) {
      for (Root other : roots) {
        if (other.provides().contains(need)) {
          visit(other, roots, visited, ordered);
        }
      }
    }
    ordered.add(root);
  }

  /** Gives a changed configuration to a running root; makes it anew if it wants that. */
  void change(Root root, Record config) {
    Root applied = root.apply(config);
    if (applied != null) {
      running.set(running.indexOf(root), applied);
    } else {
      exchange(root, new Root(root.unit(), root.offer(), config, kernel));
    }
  }

  /**
   * Replaces a root by one that was made already: of the same or another version of its plugin, or
   * of another that offers the same. New operations wait, running ones end or lose their service,
   * the old one closes and the new one starts. If that fails, the old factory makes the instance
   * again.
   *
   * @throws RuntimeException why it failed; something runs again then, unless that failed too
   */
  void exchange(Root old, Root next) {
    Set<Class<?>> held = new HashSet<>(old.provides());
    for (Class<?> service : held) {
      services.slot(service).hold();
    }
    try {
      drain(old);
      old.close();
      startInPlace(old, next);
    } catch (RuntimeException e) {
      log.error(
          "replacement failed, the former version is started again [plugin={}, instance={}, error={}]",
          next.unit().id(),
          next.name(),
          PluginHealth.describe(e));
      try {
        startInPlace(old, new Root(old.unit(), old.offer(), old.config(), kernel));
      } catch (RuntimeException again) {
        running.remove(old);
        e.addSuppressed(again);
      }
      throw e;
    } finally {
      for (Class<?> service : held) {
        if (find(service) == null) {
          services.slot(service).publish(null);
        }
      }
    }
  }

  private @Nullable Root find(Class<?> service) {
    for (Root root : running) {
      if (root.provides().contains(service)) {
        return root;
      }
    }
    return null;
  }

  private void startInPlace(Root old, Root next) {
    try {
      next.start();
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
    running.set(running.indexOf(old), next);
    publish(next);
  }

  /** Ends one root. */
  void stop(Root root) {
    running.remove(root);
    withdraw(root);
    root.close();
  }

  /** Ends all, the last started first. */
  void stopAll() {
    for (Root root : List.copyOf(running).reversed()) {
      stop(root);
    }
  }

  /** Whether a root is of this version of a plugin. */
  boolean uses(@Nullable Unit unit) {
    for (Root root : running) {
      if (root.unit().equals(unit)) {
        return true;
      }
    }
    return false;
  }

  /**
   * All routes, those of the modules before those of pages; of two for the same path, that of the
   * plugin which started first.
   */
  List<PluginRoute> routes() {
    List<PluginRoute> all = new ArrayList<>();
    for (Root root : running) {
      all.addAll(root.routes());
    }
    all.addAll(pageRoutes());
    Map<String, String> owners = new HashMap<>();
    List<PluginRoute> routes = new ArrayList<>();
    for (PluginRoute route : all) {
      String other = null;
      for (String method : route.route().methods()) {
        String place = route.route().site() + " " + method + " " + route.route().path();
        String first = owners.putIfAbsent(place, route.pluginId());
        other = first == null ? other : first;
      }
      if (other == null) {
        routes.add(route);
      } else {
        log.error(
            "two plugins serve the same path, the second one's is left out [site={}, path={}, first={}, second={}]",
            route.route().site(),
            route.route().path(),
            other,
            route.pluginId());
      }
    }
    return routes;
  }

  private List<PluginRoute> pageRoutes() {
    List<PluginRoute> routes = new ArrayList<>();
    for (Root framing : running) {
      HttpHandler frame = framing.frame();
      if (frame != null) {
        for (Root owner : running) {
          for (WebModule.Page page : owner.pages()) {
            routes.add(Root.shown(framing, frame, owner, page));
          }
        }
        break;
      }
    }
    return routes;
  }

  /** The pages of all modules that run. */
  List<WebPages.Brought> pages() {
    List<WebPages.Brought> pages = new ArrayList<>();
    for (Root root : running) {
      for (WebModule.Page page : root.pages()) {
        pages.add(new WebPages.Brought(root.unit().id(), page));
      }
    }
    return pages;
  }
}
