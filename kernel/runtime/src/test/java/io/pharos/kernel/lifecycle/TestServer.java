package io.pharos.kernel.lifecycle;

import io.pharos.kernel.config.Flags;
import io.pharos.kernel.memory.SharedMemoryBudget;
import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.plugin.CompiledPlugin;
import io.pharos.kernel.plugin.DescriptorReader;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.kernel.thread.SystemClock;
import io.pharos.spi.error.BugException;
import io.pharos.spi.runtime.Plugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A kernel over plugins that a test compiles, in a folder of the test. */
final class TestServer implements AutoCloseable {
  /** Where test plugins leave words: a property of the JVM, as they see no class of the test. */
  static final String EVENTS = "stranger.events";

  final Path folder;
  final Path plugins;
  final Path config;
  final TestHost host = new TestHost();
  final Queue<Object> events = new ConcurrentLinkedQueue<>();
  private final Kernel kernel;

  TestServer(Path folder, String yaml, CompiledPlugin... compiled) {
    this.folder = folder;
    System.getProperties().put(EVENTS, events);
    try {
      plugins = Files.createDirectories(folder.resolve("plugins"));
      config = folder.resolve("prometheus.yml");
      Files.writeString(config, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (CompiledPlugin plugin : compiled) {
      plugin.into(plugins);
    }
    SystemClock clock = new SystemClock();
    List<KernelOptions.Candidate> candidates = new ArrayList<>();
    PluginSources sources = sources();
    for (PluginSources.Found found : sources.list().plugins()) {
      candidates.add(new KernelOptions.Candidate(found, new DescriptorReader().read(found.path())));
    }
    kernel =
        new Kernel(
            new KernelOptions(
                Flags.parse(List.of(), Map.of()),
                "server",
                Map.of("server", config),
                sources,
                candidates,
                List.of(),
                List.of(),
                folder.resolve("data"),
                "test",
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5)),
            host,
            settings -> {
              throw new BugException("no HTTP here");
            },
            clock,
            new SharedMemoryBudget(1 << 20),
            new Registry(clock),
            () -> {});
    kernel.load();
  }

  PluginSources sources() {
    return new PluginSources(List.of(plugins), List.of());
  }

  TestServer start() {
    kernel.start();
    return this;
  }

  Kernel kernel() {
    return kernel;
  }

  void reload(String yaml) {
    try {
      Files.writeString(config, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kernel.reload();
  }

  /** Puts another version of a plugin in place. */
  void put(CompiledPlugin plugin) {
    Path work = folder.resolve("work-" + events.size() + "-" + System.identityHashCode(plugin));
    Path path = plugin.into(work);
    kernel.put(new PluginSources.Found(path, false, "x"));
  }

  Plugins.Plugin plugin(String id) {
    return kernel.plugins().list().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    kernel.close();
    System.getProperties().remove(EVENTS);
  }
}
