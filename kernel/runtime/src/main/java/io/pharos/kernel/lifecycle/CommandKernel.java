package io.pharos.kernel.lifecycle;

import io.pharos.kernel.config.Extensions;
import io.pharos.kernel.config.FileReader;
import io.pharos.kernel.memory.SharedMemoryBudget;
import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.plugin.Kind;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.kernel.plugin.PluginStore;
import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A kernel with one plugin and nothing running, for a sub-command. Confined to one thread. */
public final class CommandKernel implements AutoCloseable {
  private final PluginStore store = new PluginStore();
  private final Unit unit;

  public CommandKernel(
      KernelOptions.Candidate candidate, HttpClients http, Clock clock, String version) {
    Path data =
        Path.of(System.getProperty("java.io.tmpdir"), "pharos-" + ProcessHandle.current().pid());
    Retired retired = new Retired();
    KernelServices services =
        new KernelServices(
            clock,
            new SharedMemoryBudget(Runtime.getRuntime().maxMemory()),
            new Registry(clock),
            RandomGenerator.getDefault(),
            http,
            new RunningServer(version, Set.of(), Map.of(), List.of(), clock.millis()),
            new PluginTable(retired),
            new FileReader(Extensions::none),
            file -> "",
            List::of,
            data);
    Leaves leaves = new Leaves(services, java.time.Duration.ofSeconds(10), config -> null);
    UnitLoader loader = new UnitLoader(store, services, new Services(), leaves, retired);
    PluginSources.Found found = candidate.found();
    Path path =
        found.archive()
            ? PluginSources.expand(found, candidate.descriptor().id(), data.resolve("archives"))
            : found.path();
    unit = loader.load(path, candidate.descriptor());
  }

  /** Runs a command of the plugin; answers its exit code. */
  public int run(String name, List<String> arguments, CommandFactory.Terminal terminal) {
    Offer offer = unit.offer(Kind.COMMAND, name);
    if (offer == null || !(offer.factory() instanceof CommandFactory factory)) {
      throw new ConfigException("plugin " + unit.id() + " has no command '" + name + "'");
    }
    return unit.guard().call("command " + name, () -> factory.run(arguments, terminal));
  }

  @Override
  public void close() {
    unit.scheduler().close();
    store.unload(unit.storeId());
  }
}
