package io.pharos.kernel.lifecycle;

import io.pharos.kernel.host.PluginRoute;
import io.pharos.kernel.plugin.Kind;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.web.WebModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
   * Starts roots, those first whose services others take; if one fails, those of this call that
   * have started are closed again.
   */
  void start(List<Root> created) {
    List<Root> ordered = ordered(created);
    List<Root> started = new ArrayList<>();
    try {
      for (Root root : ordered) {
        checkClash(root);
      }
      for (Root root : ordered) {
        root.start();
        started.add(root);
        publish(root);
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

  private void checkClash(Root root) {
    for (Class<?> service : root.provides()) {
      for (Root other : running) {
        if (other.provides().contains(service)) {
          throw new ConfigException(
              ConfigException.Code.CONFLICT,
              service.getSimpleName() + " is offered twice [first=" + other.unit().id()
                  + ", second=" + root.unit().id() + "]");
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

  /** Orders roots so that services come before those who take them; cycles are cut where they close. */
  static List<Root> ordered(List<Root> roots) {
    List<Root> ordered = new ArrayList<>();
    Set<Root> visited = new HashSet<>();
    for (Root root : roots) {
      visit(root, roots, visited, ordered);
    }
    return ordered;
  }

  private static void visit(
      Root root, List<Root> roots, Set<Root> visited, List<Root> ordered) {
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
      replace(root, root.unit(), root.offer(), config);
    }
  }

  /**
   * Replaces a root by one of the same or another version of its plugin: made first; then new
   * operations wait, running ones end or lose their service, the old one closes and the new one
   * starts. If that fails, the old factory makes the instance again.
   *
   * @throws RuntimeException why it failed; something runs again then, unless that failed too
   */
  void replace(Root old, Unit unit, Offer offer, Record config) {
    Root next = new Root(unit, offer, config, kernel);
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
          unit.id(),
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

  List<PluginRoute> routes() {
    List<PluginRoute> routes = new ArrayList<>();
    for (Root root : running) {
      routes.addAll(root.routes());
    }
    return routes;
  }

  List<WebModule.Page> pages() {
    List<WebModule.Page> pages = new ArrayList<>();
    for (Root root : running) {
      pages.addAll(root.pages());
    }
    return pages;
  }
}
