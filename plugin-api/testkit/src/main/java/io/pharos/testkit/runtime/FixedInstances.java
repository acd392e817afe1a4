package io.pharos.testkit.runtime;

import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** Instances that a test makes; it can see which are open, and what failed. Thread-safe. */
public final class FixedInstances<T extends AutoCloseable> implements Instances<T> {
  private final Function<ExtensionConfig, T> maker;
  private final List<ExtensionConfig> open = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** Instances made by a function of their settings. */
  public FixedInstances(Function<ExtensionConfig, T> maker) {
    this.maker = maker;
  }

  /** Settings of what is open now, in the order of opening. */
  public List<ExtensionConfig> open() {
    return new ArrayList<>(open);
  }

  /** What users of leases have reported. */
  public List<Throwable> failures() {
    return new ArrayList<>(failures);
  }

  @Override
  public Handle<T> open(ExtensionConfig config, Consumer<T> onNew) {
    T instance = maker.apply(config);
    onNew.accept(instance);
    open.add(config);
    return new FixedHandle(config, instance);
  }

  private final class FixedHandle implements Handle<T> {
    private final ExtensionConfig config;
    private final T instance;

    FixedHandle(ExtensionConfig config, T instance) {
      this.config = config;
      this.instance = instance;
    }

    @Override
    public Lease<T> acquire() {
      if (!open.contains(config)) {
        throw new ConfigException("closed: " + config.type());
      }
      return new Lease<>() {
        @Override
        public T get() {
          return instance;
        }

        @Override
        public void failed(Throwable cause) {
          failures.add(cause);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {
      if (open.remove(config)) {
        try {
          instance.close();
        } catch (Exception e) {
          failures.add(e);
        }
      }
    }
  }
}
