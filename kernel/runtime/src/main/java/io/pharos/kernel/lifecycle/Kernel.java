package io.pharos.kernel.lifecycle;

import io.pharos.kernel.config.Configuration;
import io.pharos.kernel.config.FileReader;
import io.pharos.kernel.config.Flags;
import io.pharos.kernel.host.HostActions;
import io.pharos.kernel.host.WebHost;
import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.Kind;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.kernel.plugin.PluginStore;
import io.pharos.kernel.plugin.SiteSpec;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.spi.web.WebPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server: loads plugins, makes and starts what they offer, and changes it while it runs. Every
 * change holds one lock, so that changes come one after the other. Thread-safe.
 */
public final class Kernel implements HostActions, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Kernel.class);
  private static final String STILL_RUNS = "still runs: ";

  private final KernelOptions options;
  private final WebHost host;
  private final FileReader files;
  private final RunningServer server;
  private final KernelServices services;
  private final Retired retired = new Retired();
  private final PluginTable table = new PluginTable(retired);
  private final PluginStore store = new PluginStore();
  private final Leaves leaves;
  private final UnitLoader loader;
  private final Roots roots;
  private final ReloadMetrics reloads;
  private final Runnable onQuit;
  private final ReentrantLock changes = new ReentrantLock();
  private volatile Catalogue catalogue = new Catalogue(List.of(), List.of(), false);
  private volatile @Nullable Configuration configuration;
  private volatile List<WebPages.Brought> pages = List.of();
  private volatile long loadNanos;
  private boolean closed;

  /**
   * A kernel; nothing runs yet.
   *
   * @param onQuit called when a client asks the server to end
   */
  public Kernel(
      KernelOptions options,
      WebHost host,
      HttpClients http,
      Clock clock,
      MemoryBudget memory,
      Registry registry,
      Runnable onQuit) {
    this.options = options;
    this.host = host;
    this.onQuit = onQuit;
    server =
        new RunningServer(
            options.version(),
            features(options.flags()),
            options.flags().shown(),
            options.sites(),
            options.startedAt());
    files = new FileReader(() -> catalogue);
    services =
        new KernelServices(
            clock,
            memory,
            registry,
            new SharedRandom(),
            http,
            server,
            table,
            files,
            file -> {
              Configuration now = configuration;
              return now == null ? "" : now.shown(file);
            },
            () -> pages,
            options.data());
    Services slots = new Services();
    leaves =
        new Leaves(
            services,
            options.callLimit(),
            config -> catalogue.unitOf(config.kind(), config.type()));
    loader = new UnitLoader(store, services, slots, leaves, retired);
    roots = new Roots(slots, services);
    reloads = new ReloadMetrics(registry.view("kernel", "server"), clock, server);
    PluginMetrics.expose(registry, table, retired);
    registry
        .processView()
        .gauge("pharos_plugins_load_seconds", "How long loading the plugins took at start.")
        .read(() -> loadNanos / 1e9);
  }

  private static Set<String> features(Flags flags) {
    Set<String> features = new TreeSet<>();
    for (String value : flags.all("enable-feature")) {
      for (String name : value.split(",", -1)) {
        if (!name.isBlank()) {
          features.add(name.strip());
        }
      }
    }
    return features;
  }

  public Plugins plugins() {
    return table;
  }

  public ServerInfo server() {
    return server;
  }

  /** Loads the plugins, without making anything of them; those that fail are reported. */
  public void load() {
    changes.lock();
    try {
      long start = services.clock().nanos();
      prepareData(options.data());
      Set<String> disabled = DisabledPlugins.read(options.data());
      for (KernelOptions.Rejected rejected : options.rejected()) {
        log.error("plugin is not loaded [plugin={}, reason={}]", rejected.id(), rejected.reason());
        table.put(
            new PluginTable.Entry(
                rejected.id(),
                rejected.found(),
                null,
                null,
                Plugins.State.FAILED,
                rejected.reason()));
      }
      for (KernelOptions.Candidate candidate : options.plugins()) {
        if (disabled.contains(candidate.descriptor().id())) {
          table.put(entry(candidate, null, Plugins.State.DISABLED, ""));
        } else {
          loadOne(candidate);
        }
      }
      catalogue = new Catalogue(table.units(), table.absent(), false);
      loadNanos = services.clock().nanos() - start;
      log.info("plugins are loaded [count={}, seconds={}]", table.units().size(), loadNanos / 1e9);
    } finally {
      changes.unlock();
    }
  }

  private static PluginTable.Entry entry(
      KernelOptions.Candidate candidate, @Nullable Unit unit, Plugins.State state, String error) {
    return new PluginTable.Entry(
        candidate.descriptor().id(), candidate.found(), candidate.descriptor(), unit, state, error);
  }

  private void loadOne(KernelOptions.Candidate candidate) {
    Descriptor descriptor = candidate.descriptor();
    try {
      Clashes.check(descriptor, table.units());
      Unit unit = loader.load(expanded(candidate), descriptor);
      table.put(entry(candidate, unit, Plugins.State.LOADED, ""));
    } catch (RuntimeException e) {
      String reason = PluginHealth.describe(e);
      log.error("plugin is not loaded [plugin={}, reason={}]", descriptor.id(), reason);
      PluginTable.Entry other = table.get(descriptor.id());
      if (other == null || other.unit() == null) {
        table.put(entry(candidate, null, Plugins.State.FAILED, reason));
      } else {
        table.put(
            new PluginTable.Entry(
                name(candidate.found()),
                candidate.found(),
                null,
                null,
                Plugins.State.FAILED,
                reason));
      }
    }
  }

  private static String name(PluginSources.Found found) {
    Path name = found.path().getFileName();
    return name == null ? found.path().toString() : name.toString();
  }

  private Path expanded(KernelOptions.Candidate candidate) {
    PluginSources.Found found = candidate.found();
    if (!found.archive()) {
      return found.path();
    }
    return PluginSources.expand(
        found, candidate.descriptor().id(), options.data().resolve("archives"));
  }

  /**
   * Reads the configuration, binds the listeners, and starts everything.
   *
   * @throws ConfigException with all errors of the configuration
   */
  public void start() {
    changes.lock();
    try {
      Configuration read = readConfiguration(catalogue);
      List<Rollout.Planned> planned = plan(read);
      read.problems().throwIfAny();
      read.problems().warnings().forEach(line -> log.warn("configuration: {}", line));
      configuration = read;
      host.open(options.sites(), this);
      List<Root> created = new ArrayList<>();
      try {
        for (Rollout.Planned plan : planned) {
          Root root = create(plan);
          if (root != null) {
            created.add(root);
          }
        }
      } catch (RuntimeException e) {
        created.forEach(Root::close);
        throw e;
      }
      roots.start(created);
      publish();
      server.state(ServerInfo.State.READY);
      host.state(ServerInfo.State.READY);
      reloads.succeeded();
    } catch (RuntimeException e) {
      close();
      throw e;
    } finally {
      changes.unlock();
    }
  }

  /** Shows what the roots serve now. */
  private void publish() {
    pages = roots.pages();
    host.publish(roots.routes());
  }

  /** An instance, or null if it cannot be made and the server can do without it. */
  private @Nullable Root create(Rollout.Planned plan) {
    try {
      return new Root(plan.unit(), plan.offer(), plan.config(), services);
    } catch (RuntimeException e) {
      if (Roots.isFatal(plan.offer(), e)) {
        throw e;
      }
      Roots.leftOut(plan.unit(), plan.offer().toString(), e);
      return null;
    }
  }

  private Configuration readConfiguration(Catalogue sections) {
    return new Configuration(options.flags(), options.files(), sections);
  }

  /** Reads and binds everything, and changes nothing: for checks of a configuration. */
  public void check() {
    changes.lock();
    try {
      Configuration read = readConfiguration(catalogue);
      plan(read);
      read.problems().throwIfAny();
    } finally {
      changes.unlock();
    }
  }

  /** The roots that should run, with their configurations; what is wrong is among the problems. */
  private List<Rollout.Planned> plan(Configuration read) {
    read.checkSections();
    List<Rollout.Planned> planned = new ArrayList<>();
    String backend = read.storageBackend();
    boolean storageFound = false;
    for (Unit unit : table.units()) {
      for (Offer offer : unit.offers()) {
        boolean chosen = offer.kind() != Kind.STORAGE || offer.type().equals(backend);
        if (!offer.kind().isRoot() || !chosen || !isWanted(unit.descriptor(), read)) {
          continue;
        }
        storageFound |= offer.kind() == Kind.STORAGE;
        Record config =
            read.bind(unit.descriptor(), offer.kind(), offer.type(), offer.configType());
        if (config != null) {
          planned.add(new Rollout.Planned(unit, offer, config));
        }
      }
    }
    if (!storageFound && read.states(Configuration.SERVER, "storage.backend")) {
      read.problems()
          .error(
              ConfigException.Code.MISSING_PLUGIN,
              "storage.backend: no loaded plugin offers storage '"
                  + backend
                  + "'; loaded plugins offer: "
                  + String.join(", ", catalogue.types(Kind.STORAGE)));
    }
    return planned;
  }

  private boolean isWanted(Descriptor descriptor, Configuration read) {
    if (!options.role().equals(SiteSpec.SERVER.name())) {
      SiteSpec site = descriptor.site();
      return site != null && site.name().equals(options.role());
    }
    if (descriptor.conditions().isEmpty()) {
      return true;
    }
    for (String condition : descriptor.conditions()) {
      int colon = condition.indexOf(':');
      boolean met =
          condition.startsWith("--")
              ? read.flags().isGiven(condition.substring(2))
              : colon > 0
                  && read.states(condition.substring(0, colon), condition.substring(colon + 1));
      if (met) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void reload() {
    changes.lock();
    try {
      if (closed) {
        throw new ConfigException("the server is about to end");
      }
      Configuration read = readConfiguration(catalogue);
      List<Rollout.Planned> planned = plan(read);
      read.problems().throwIfAny();
      read.problems().warnings().forEach(line -> log.warn("configuration: {}", line));
      configuration = read;
      List<Rollout.Failure> failures = applyAll(planned);
      if (!failures.isEmpty()) {
        throw failures.getFirst().cause();
      }
      reloads.succeeded();
      log.info("configuration is loaded [files={}]", options.files().values());
    } catch (RuntimeException e) {
      reloads.failed();
      log.error("configuration is not loaded [error={}]", PluginHealth.describe(e));
      throw e;
    } finally {
      changes.unlock();
    }
  }

  /** Brings the running roots to a plan, and answers what failed. */
  private List<Rollout.Failure> applyAll(List<Rollout.Planned> planned) {
    try {
      return new Rollout(roots, services).apply(planned);
    } finally {
      publish();
    }
  }

  /**
   * Loads a plugin, or another version of one that is loaded; what it offers is used from then on.
   *
   * @throws ConfigException why it was not; what was loaded before goes on then
   */
  public void put(PluginSources.Found found) {
    changes.lock();
    try {
      KernelOptions.Candidate candidate =
          new KernelOptions.Candidate(found, store.read(found.path()));
      String id = candidate.descriptor().id();
      PluginTable.Entry before = table.get(id);
      if (DisabledPlugins.read(options.data()).contains(id)) {
        table.put(entry(candidate, null, Plugins.State.DISABLED, ""));
        return;
      }
      Unit old = before == null ? null : before.unit();
      try {
        swap(candidate, old);
        log.info(
            "plugin is loaded [plugin={}, version={}, replaced={}]",
            id,
            candidate.descriptor().version(),
            old == null ? "none" : old.descriptor().version());
      } catch (RuntimeException e) {
        String reason = PluginHealth.describe(e);
        log.error("plugin is not loaded [plugin={}, reason={}]", id, reason);
        if (before == null || old == null) {
          table.put(entry(candidate, null, Plugins.State.FAILED, reason));
        } else {
          table.put(
              new PluginTable.Entry(
                  id,
                  found,
                  before.descriptor(),
                  old,
                  Plugins.State.LOADED,
                  "new version: " + reason));
        }
        catalogue = new Catalogue(table.units(), table.absent(), false);
        throw e;
      }
    } finally {
      changes.unlock();
    }
  }

  private void swap(KernelOptions.Candidate candidate, @Nullable Unit old) {
    List<Unit> others = new ArrayList<>(table.units());
    others.remove(old);
    Clashes.check(candidate.descriptor(), others);
    Unit unit = loader.load(expanded(candidate), candidate.descriptor());
    Configuration former = configuration;
    try {
      table.put(entry(candidate, unit, Plugins.State.LOADED, ""));
      catalogue = new Catalogue(table.units(), table.absent(), false);
      Configuration read = readConfiguration(catalogue);
      List<Rollout.Planned> planned = plan(read);
      read.problems().throwIfAny();
      configuration = read;
      for (Rollout.Failure failure : applyAll(planned)) {
        if (failure.unit().equals(unit) || failure.unit().equals(old)) {
          throw failure.cause();
        }
        Roots.leftOut(failure.unit(), "change", failure.cause());
      }
      if (roots.uses(old)) {
        throw new ConfigException("its new version did not start");
      }
    } catch (RuntimeException e) {
      configuration = former;
      for (Root root : roots.running()) {
        if (root.unit().equals(unit)) {
          roots.stop(root);
        }
      }
      leaves.replace(unit, null, config -> null);
      publish();
      unload(unit);
      throw e;
    }
    if (old != null) {
      leaves.replace(old, unit, config -> rebind(config, unit));
      retire(old);
    }
    leaves.fillEmpty(unit, config -> rebind(config, unit));
  }

  /** Ends a plugin that does harm; it stays out until it is enabled, reloaded or replaced. */
  void fail(String id, String reason) {
    remove(id, Plugins.State.FAILED, reason);
  }

  /** Ends what a plugin runs and unloads it; its entries of the configuration are passed over. */
  public void remove(String id, Plugins.State state) {
    remove(id, state, "");
  }

  private void remove(String id, Plugins.State state, String reason) {
    changes.lock();
    try {
      PluginTable.Entry before = table.get(id);
      if (before == null) {
        throw new ConfigException("there is no plugin '" + id + "'");
      }
      Unit unit = before.unit();
      table.put(
          new PluginTable.Entry(
              id,
              before.found(),
              before.descriptor(),
              null,
              state,
              reason.isEmpty() ? before.error() : reason));
      if (unit != null) {
        catalogue = new Catalogue(table.units(), table.absent(), true);
        Configuration read = readConfiguration(catalogue);
        List<Rollout.Planned> planned = plan(read);
        read.problems().warnings().forEach(line -> log.warn("configuration: {}", line));
        if (read.problems().isEmpty()) {
          configuration = read;
          applyAll(planned)
              .forEach(failure -> Roots.leftOut(failure.unit(), "change", failure.cause()));
        }
        for (Root root : roots.running().reversed()) {
          if (root.unit().equals(unit)) {
            roots.stop(root);
          }
        }
        publish();
        leaves.replace(unit, null, config -> null);
        catalogue = new Catalogue(table.units(), table.absent(), false);
        retire(unit);
        log.info("plugin is unloaded [plugin={}, version={}]", id, unit.descriptor().version());
      }
    } finally {
      changes.unlock();
    }
  }

  /** Forgets a plugin whose files are gone. */
  public void forget(String id) {
    remove(id, Plugins.State.DISABLED);
    changes.lock();
    try {
      PluginTable.Entry entry = table.get(id);
      if (entry != null && entry.state() != Plugins.State.HELD) {
        table.remove(id);
        catalogue = new Catalogue(table.units(), table.absent(), false);
      }
    } finally {
      changes.unlock();
    }
  }

  /** Unloads a version; if work of it still runs, that is reported. */
  private void retire(Unit unit) {
    unload(unit);
    List<String> held = retired.work(unit.id());
    if (held.isEmpty()) {
      return;
    }
    log.error(
        "plugin is unloaded, but work of it still runs and holds its classes [plugin={}, version={}, threads={}]",
        unit.id(),
        unit.descriptor().version(),
        held);
    PluginTable.Entry entry = table.get(unit.id());
    if (entry != null && entry.unit() == null) {
      String reason = entry.error().isEmpty() ? "" : entry.error() + "; ";
      table.put(entry.became(Plugins.State.HELD, reason + STILL_RUNS + String.join(", ", held)));
    }
  }

  /** Notes where the work has ended that held an unloaded plugin. */
  void releaseHeld() {
    changes.lock();
    try {
      for (PluginTable.Entry entry : table.entries()) {
        if (entry.state() != Plugins.State.HELD || !retired.work(entry.id()).isEmpty()) {
          continue;
        }
        log.info("the last work of an unloaded plugin has ended [plugin={}]", entry.id());
        if (!Files.exists(entry.found().path())) {
          table.remove(entry.id());
          continue;
        }
        boolean disabled = DisabledPlugins.read(options.data()).contains(entry.id());
        String reason = entry.error().substring(0, entry.error().indexOf(STILL_RUNS));
        table.put(entry.became(disabled ? Plugins.State.DISABLED : Plugins.State.FAILED, reason));
      }
    } finally {
      changes.unlock();
    }
  }

  /** Keeps a plugin from being loaded, now and later. */
  public void disable(String id) {
    changes.lock();
    try {
      DisabledPlugins.set(options.data(), id, true);
      remove(id, Plugins.State.DISABLED);
    } finally {
      changes.unlock();
    }
  }

  /** Loads a plugin that was disabled. */
  public void enable(String id) {
    changes.lock();
    try {
      DisabledPlugins.set(options.data(), id, false);
      PluginTable.Entry entry = table.get(id);
      if (entry == null) {
        throw new ConfigException("there is no plugin '" + id + "'");
      }
      if (entry.unit() == null) {
        put(entry.found());
      }
    } finally {
      changes.unlock();
    }
  }

  /** Loads a plugin's files again, whether they have changed or not. */
  public void reloadPlugin(String id) {
    changes.lock();
    try {
      PluginTable.Entry entry = table.get(id);
      if (entry == null) {
        throw new ConfigException("there is no plugin '" + id + "'");
      }
      put(entry.found());
    } finally {
      changes.unlock();
    }
  }

  /** The id that a file states, "" if it cannot be read. */
  String idOf(PluginSources.Found found) {
    try {
      return store.read(found.path()).id();
    } catch (ConfigException e) {
      return "";
    }
  }

  /** Notes a file that is no plugin. */
  void reject(PluginSources.Found found, ConfigException reason) {
    String id = name(found);
    if (idOf(found).isEmpty()) {
      log.error("plugin is not loaded [file={}, reason={}]", id, PluginHealth.describe(reason));
      table.put(
          new PluginTable.Entry(
              id, found, null, null, Plugins.State.FAILED, PluginHealth.describe(reason)));
    }
  }

  PluginTable table() {
    return table;
  }

  /** Settings of an extension bound anew, for another version of its plugin. */
  private @Nullable ExtensionConfig rebind(ExtensionConfig config, Unit unit) {
    Configuration now = configuration;
    for (Offer offer : unit.offers()) {
      if (now != null
          && offer.kind().word().equals(config.kind())
          && offer.type().equals(config.type())) {
        ExtensionConfig again = now.rebind(config, offer.configType());
        return again == null ? files.rebind(config, offer.configType()) : again;
      }
    }
    return null;
  }

  @Override
  public void quit() {
    onQuit.run();
  }

  /** Takes no more requests, ends what runs, last started first, and unloads all plugins. */
  @Override
  public void close() {
    changes.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      server.state(ServerInfo.State.STOPPING);
      host.state(ServerInfo.State.STOPPING);
      host.drain(options.drain());
      roots.stopAll();
      leaves.closeAll();
      host.close();
      for (Unit unit : table.units()) {
        unload(unit);
      }
    } finally {
      changes.unlock();
    }
  }

  private void unload(Unit unit) {
    unit.scheduler().close();
    unit.metrics().close();
    store.unload(unit.storeId());
    retired.add(unit.descriptor(), unit.health(), unit.loader());
  }

  /** Makes the data folder. */
  private static void prepareData(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "data folder cannot be made [path=" + data + "]: " + e, e);
    }
  }

  /** One generator for all, different in each process. Thread-safe. */
  private static final class SharedRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return ThreadLocalRandom.current().nextLong();
    }
  }
}
