package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Kind;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Instances of discoverers, notifiers and exporters that parts have asked for. Thread-safe. */
final class Leaves {
  private final KernelServices kernel;
  private final Duration create;
  private final Duration start;
  private final Duration close;
  private final Function<ExtensionConfig, @Nullable Unit> finder;
  private final List<LeafHandle<?>> handles = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, Instances<?>> byType = new ConcurrentHashMap<>();

  /**
   * Leaves whose plugins the finder knows: which loaded plugin offers a configured extension.
   *
   * @param limit the longest that any call may take
   */
  Leaves(KernelServices kernel, Duration limit, Function<ExtensionConfig, @Nullable Unit> finder) {
    this.kernel = kernel;
    this.finder = finder;
    create = least(limit, Duration.ofSeconds(10));
    start = least(limit, Duration.ofSeconds(30));
    close = least(limit, Duration.ofSeconds(10));
    byType.put(Discoverer.class, instances(Kind.DISCOVERY, Discoverer.class));
    byType.put(Notifier.class, instances(Kind.NOTIFY, Notifier.class));
    byType.put(Exporter.class, instances(Kind.EXPORTER, Exporter.class));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The instances of an SPI interface. */
  Instances<?> of(Class<?> type) {
    Instances<?> instances = byType.get(type);
    if (instances == null) {
      throw new ConfigException(
          "there are no Instances<" + type.getSimpleName() + ">; ask for a ServiceRef");
    }
    return instances;
  }

  private <T extends AutoCloseable> Instances<T> instances(Kind kind, Class<T> type) {
    return new Instances<>() {
      @Override
      public Handle<T> open(ExtensionConfig config, Consumer<T> onNew) {
        if (!config.kind().equals(kind.word())) {
          throw new ConfigException(
              "expected a configuration of kind " + kind.word() + ", was " + config.kind());
        }
        LeafHandle<T> handle = new LeafHandle<>(kind, type, config, onNew);
        handles.add(handle);
        handle.fill(finder.apply(config), config);
        return handle;
      }
    };
  }

  /**
   * Makes the instances of a plugin's extensions anew with another version of it, or empties them.
   */
  void replace(
      Unit old, @Nullable Unit next, Function<ExtensionConfig, @Nullable ExtensionConfig> rebind) {
    for (LeafHandle<?> handle : handles) {
      if (handle.isOf(old)) {
        ExtensionConfig config = next == null ? null : rebind.apply(handle.config);
        handle.fill(config == null ? null : next, config == null ? handle.config : config);
      }
    }
  }

  /** Fills handles that are empty, after a plugin came. */
  void fillEmpty(Unit unit, Function<ExtensionConfig, @Nullable ExtensionConfig> rebind) {
    for (LeafHandle<?> handle : handles) {
      if (handle.isEmpty() && unit.offer(handle.kind, handle.config.type()) != null) {
        ExtensionConfig config = rebind.apply(handle.config);
        if (config != null) {
          handle.fill(unit, config);
        }
      }
    }
  }

  void closeAll() {
    for (LeafHandle<?> handle : handles) {
      handle.close();
    }
  }

  /** An instance, who made it, and what it was lent. Immutable. */
  private record Made<T>(Unit unit, Loan<T> loan, InstanceContext context) {}

  /** One configured extension and its present instance. Thread-safe. */
  private final class LeafHandle<T extends AutoCloseable> implements Instances.Handle<T> {
    private final Kind kind;
    private final Class<T> type;
    private final Consumer<T> onNew;
    private final ReentrantLock changes = new ReentrantLock();
    private volatile ExtensionConfig config;
    private volatile @Nullable Made<T> made;
    private volatile boolean closed;

    LeafHandle(Kind kind, Class<T> type, ExtensionConfig config, Consumer<T> onNew) {
      this.kind = kind;
      this.type = type;
      this.config = config;
      this.onNew = onNew;
    }

    boolean isOf(Unit unit) {
      Made<T> now = made;
      return now != null && now.unit().equals(unit);
    }

    boolean isEmpty() {
      return made == null && !closed;
    }

    /** Swaps in a new instance of the unit's, or with null none; the old one closes afterwards. */
    void fill(@Nullable Unit unit, ExtensionConfig settings) {
      changes.lock();
      try {
        Made<T> old = made;
        Made<T> next = unit == null || closed ? null : make(unit, settings);
        made = next;
        config = settings;
        if (old != null) {
          end(old);
        }
      } finally {
        changes.unlock();
      }
    }

    private @Nullable Made<T> make(Unit unit, ExtensionConfig settings) {
      Offer offer = unit.offer(kind, settings.type());
      if (offer == null) {
        return null;
      }
      InstanceContext context = unit.context(kernel);
      String what = offer.toString();
      try {
        T instance =
            type.cast(
                unit.guard()
                    .callBounded(
                        what + " create", create, () -> offer.create(settings.config(), context)));
        try {
          unit.guard()
              .callBounded(
                  what + " start",
                  start,
                  () -> {
                    onNew.accept(instance);
                    return instance;
                  });
        } catch (RuntimeException e) {
          close(unit, what, instance);
          throw e;
        }
        return new Made<>(unit, new Loan<>(instance, what, unit.health()), context);
      } catch (RuntimeException e) {
        if (e instanceof ConfigException) {
          unit.health().failed(what, e);
        }
        context.close();
        return null;
      }
    }

    private void end(Made<T> old) {
      if (!Slot.drain(old.loan(), close)) {
        old.unit().health().hanging(true);
      }
      close(old.unit(), config.kind() + ":" + config.type(), old.loan().value());
      old.context().close();
    }

    private void close(Unit unit, String what, T instance) {
      try {
        unit.guard()
            .callBounded(
                what + " close",
                close,
                () -> {
                  instance.close();
                  return instance;
                });
      } catch (RuntimeException e) {
        // the guard has reported it at the plugin
        unit.health().hanging(unit.health().runningCount() > 0);
      }
    }

    @Override
    public Lease<T> acquire() {
      Made<T> now = made;
      Lease<T> lease = now == null ? null : now.loan().tryLend();
      if (lease == null && now != null) {
        Made<T> next = made;
        lease = next == null ? null : next.loan().tryLend();
      }
      if (lease == null) {
        throw new ConfigException(
            ConfigException.Code.MISSING_PLUGIN,
            "no instance of " + config.kind() + ":" + config.type() + " now");
      }
      return lease;
    }

    @Override
    public void close() {
      changes.lock();
      try {
        closed = true;
        handles.remove(this);
        Made<T> old = made;
        made = null;
        if (old != null) {
          end(old);
        }
      } finally {
        changes.unlock();
      }
    }
  }
}
