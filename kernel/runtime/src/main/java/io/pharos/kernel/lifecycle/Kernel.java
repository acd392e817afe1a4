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
import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.ServerInfo;
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

  private final KernelOptions options;
  private final WebHost host;
  private final RunningServer server;
  private final KernelServices services;
  private final PluginTable table = new PluginTable();
  private final PluginStore store = new PluginStore();
  private final Leaves leaves;
  private final UnitLoader loader;
  private final Roots roots;
  private final ReloadMetrics reloads;
  private final Runnable onQuit;
  private final ReentrantLock changes = new ReentrantLock();
  private volatile Catalogue catalogue = new Catalogue(List.of(), List.of(), false);
  private volatile @Nullable Configuration configuration;
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
            options.sites().isEmpty() ? "" : options.sites().getFirst().externalUrl(),
            options.sites().isEmpty() ? "" : options.sites().getFirst().routePrefix(),
            options.startedAt());
    services =
        new KernelServices(
            clock,
            memory,
            registry,
            new SharedRandom(),
            http,
            server,
            table,
            new FileReader(() -> catalogue),
            file -> {
              Configuration now = configuration;
              return now == null ? "" : now.shown(file);
            },
            options.data());
    Services slots = new Services();
    leaves = new Leaves(services, config -> catalogue.unitOf(config.kind(), config.type()));
    loader = new UnitLoader(store, services, slots, leaves);
    roots = new Roots(slots, services);
    reloads = new ReloadMetrics(registry.view("kernel", "server"), clock, server);
    PluginMetrics.expose(registry.processView(), registry, table);
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
      Set<String> disabled = DisabledPlugins.read(options.data());
      for (KernelOptions.Rejected rejected : options.rejected()) {
        log.error("plugin is not loaded [plugin={}, reason={}]", rejected.id(), rejected.reason());
        table.put(
            new PluginTable.Entry(
                rejected.id(), rejected.found(), null, null, Plugins.State.FAILED, rejected.reason()));
      }
      for (KernelOptions.Candidate candidate : options.plugins()) {
        if (disabled.contains(candidate.descriptor().id())) {
          table.put(entry(candidate, null, Plugins.State.DISABLED, ""));
        } else {
          loadOne(candidate);
        }
      }
      catalogue = new Catalogue(table.units(), table.absent(), false);
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
      table.put(entry(candidate, null, Plugins.State.FAILED, reason));
    }
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
      List<Planned> planned = plan(read);
      read.problems().throwIfAny();
      read.problems().warnings().forEach(line -> log.warn("configuration: {}", line));
      configuration = read;
      host.open(options.sites(), this);
      List<Root> created = new ArrayList<>();
      try {
        for (Planned plan : planned) {
          created.add(new Root(plan.unit(), plan.offer(), plan.config(), services));
        }
      } catch (RuntimeException e) {
        created.forEach(Root::close);
        throw e;
      }
      roots.start(created);
      host.publish(roots.routes());
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

  private record Planned(Unit unit, Offer offer, Record config) {}

  /** The roots that should run, with their configurations; what is wrong is among the problems. */
  private List<Planned> plan(Configuration read) {
    read.checkSections();
    List<Planned> planned = new ArrayList<>();
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
          planned.add(new Planned(unit, offer, config));
        }
      }
    }
    if (!storageFound && read.states(Configuration.SERVER, "storage.backend")) {
      read.problems()
          .error(
              ConfigException.Code.MISSING_PLUGIN,
              "storage.backend: no loaded plugin offers storage '" + backend
                  + "'; loaded plugins offer: " + String.join(", ", catalogue.types(Kind.STORAGE)));
    }
    return planned;
  }

  private static boolean isWanted(Descriptor descriptor, Configuration read) {
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
      List<Planned> planned = plan(read);
      read.problems().throwIfAny();
      read.problems().warnings().forEach(line -> log.warn("configuration: {}", line));
      configuration = read;
      applyAll(planned);
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

  /** Brings the running roots to a plan; goes on after a failure, and throws the first at the end. */
  private void applyAll(List<Planned> planned) {
    RuntimeException first = null;
    List<Planned> fresh = new ArrayList<>();
    Set<Root> kept = new java.util.HashSet<>();
    for (Planned plan : planned) {
      Root root = roots.find(plan.offer().kind(), plan.offer().type());
      if (root == null || !root.unit().equals(plan.unit())) {
        fresh.add(plan);
        continue;
      }
      kept.add(root);
    }
    try {
      for (Root root : roots.running().reversed()) {
        if (!kept.contains(root)) {
          roots.stop(root);
        }
      }
      for (Root root : roots.running()) {
        Record config = configFor(root, planned);
        if (config != null && !config.equals(root.config())) {
          try {
            roots.change(root, config);
          } catch (RuntimeException e) {
            first = first == null ? e : first;
          }
        }
      }
      first = startFresh(fresh, first);
    } finally {
      host.publish(roots.routes());
    }
    if (first != null) {
      throw first;
    }
  }

  private @Nullable RuntimeException startFresh(
      List<Planned> fresh, @Nullable RuntimeException before) {
    RuntimeException first = before;
    List<Root> created = new ArrayList<>();
    for (Planned plan : fresh) {
      try {
        created.add(new Root(plan.unit(), plan.offer(), plan.config(), services));
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    for (Root root : Roots.ordered(created)) {
      try {
        roots.start(List.of(root));
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    return first;
  }

  private static @Nullable Record configFor(Root root, List<Planned> planned) {
    for (Planned plan : planned) {
      if (plan.unit().equals(root.unit())
          && plan.offer().kind() == root.offer().kind()
          && plan.offer().type().equals(root.offer().type())) {
        return plan.config();
      }
    }
    return null;
  }

  /** The sub-command of a name, run in this thread; null if no loaded plugin has it. */
  public @Nullable Integer run(String command, List<String> arguments, CommandFactory.Terminal terminal) {
    for (Unit unit : table.units()) {
      Offer offer = unit.offer(Kind.COMMAND, command);
      if (offer != null && offer.factory() instanceof CommandFactory factory) {
        return unit.guard().call("command " + command, () -> factory.run(arguments, terminal));
      }
    }
    return null;
  }

  /** Settings of an extension bound anew, for another version of its plugin. */
  private @Nullable ExtensionConfig rebind(ExtensionConfig config, Unit unit) {
    Configuration now = configuration;
    for (Offer offer : unit.offers()) {
      if (now != null
          && offer.kind().word().equals(config.kind())
          && offer.type().equals(config.type())) {
        return now.rebind(config, offer.configType());
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
  }

  /** Makes the data folder. */
  public static void prepareData(Path data) {
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
