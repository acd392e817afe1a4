package io.pharos.ingest.scrape;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Lease;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exporters of this process that are scraped, by the names of their instances: the keys of the
 * section {@code exporters}, and for names that it lacks the type of that name with its defaults.
 * An exporter is made when the first target uses it, and closed when none does. Thread-safe.
 */
final class Exporters implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Exporters.class);

  private final Instances<Exporter> instances;
  private final ConfigReader reader;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private Map<String, ExtensionConfig> configured = Map.of();
  private final Map<String, Use> uses = new HashMap<>();

  Exporters(Instances<Exporter> instances, ConfigReader reader) {
    this.instances = instances;
    this.reader = reader;
  }

  /** What a file of settings for one exporter is read as. Immutable. */
  public record Named(@OpenKeys("exporter") Map<String, ExtensionConfig> exporters) {}

  /** Takes over changed settings; an exporter whose settings stay goes on. */
  void apply(Map<String, ExtensionConfig> settings) {
    lock.lock();
    try {
      configured = settings;
      uses.values().forEach(Use::openAnew);
    } finally {
      lock.unlock();
    }
  }

  /** The exporter of a name, for one target. Close it with the target. */
  Use use(String name) {
    lock.lock();
    try {
      Use use = uses.computeIfAbsent(name, Use::new);
      use.targets++;
      return use;
    } finally {
      lock.unlock();
    }
  }

  /** Closes those that no target uses any longer. */
  void closeUnused() {
    List<Use> unused = new ArrayList<>();
    lock.lock();
    try {
      uses.values()
          .removeIf(
              use -> {
                if (use.targets == 0) {
                  unused.add(use);
                }
                return use.targets == 0;
              });
    } finally {
      lock.unlock();
    }
    unused.forEach(Use::end);
  }

  @Override
  public void close() {
    closeUnused();
  }

  private ExtensionConfig config(String name) {
    ExtensionConfig stated = configured.get(name);
    if (stated != null) {
      return stated;
    }
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new ConfigException("not a name of an exporter [name=" + name + "]");
    }
    return reader
        .parse("exporters", Path.of(""), "exporters: {" + name + ": {}}", Named.class)
        .exporters()
        .values()
        .iterator()
        .next();
  }

  /** One exporter and how many targets it has. Thread-safe. */
  final class Use {
    private final String name;
    private int targets;
    private @Nullable ExtensionConfig config;
    private Instances.@Nullable Handle<Exporter> handle;

    Use(String name) {
      this.name = name;
    }

    /**
     * Lends the exporter for one collection; makes it first if that has not worked yet.
     *
     * @throws ConfigException if there is none of the name
     */
    Lease<Exporter> acquire() {
      Instances.Handle<Exporter> opened;
      lock.lock();
      try {
        opened = handle == null ? open() : handle;
      } finally {
        lock.unlock();
      }
      return opened.acquire();
    }

    /** Opens it with the settings of now, unless it runs with them. */
    private Instances.Handle<Exporter> open() {
      ExtensionConfig wanted = config(name);
      Instances.Handle<Exporter> running = handle;
      if (running != null && wanted.equals(config)) {
        return running;
      }
      Instances.Handle<Exporter> opened = instances.open(wanted, Exporter::start);
      handle = opened;
      config = wanted;
      if (running != null) {
        running.close();
      }
      return opened;
    }

    /** Takes over changed settings; without its plugin the scrapes of its targets say so. */
    private void openAnew() {
      try {
        open();
      } catch (ConfigException e) {
        log.debug("exporter is not changed [name={}, reason={}]", name, e.getMessage());
      }
    }

    /** One target less. */
    void release() {
      lock.lock();
      try {
        targets--;
      } finally {
        lock.unlock();
      }
    }

    private void end() {
      lock.lock();
      try {
        Instances.Handle<Exporter> running = handle;
        handle = null;
        if (running != null) {
          running.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
