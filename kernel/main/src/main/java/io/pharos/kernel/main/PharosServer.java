package io.pharos.kernel.main;

import io.pharos.kernel.config.Flags;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.kernel.lifecycle.AutoReload;
import io.pharos.kernel.lifecycle.ControlFolder;
import io.pharos.kernel.lifecycle.FolderWatch;
import io.pharos.kernel.lifecycle.HeapTrim;
import io.pharos.kernel.lifecycle.Kernel;
import io.pharos.kernel.lifecycle.KernelOptions;
import io.pharos.kernel.lifecycle.Watchdog;
import io.pharos.kernel.memory.SharedMemoryBudget;
import io.pharos.kernel.metric.ProcessMetrics;
import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.kernel.plugin.SiteSpec;
import io.pharos.kernel.thread.SystemClock;
import io.pharos.kernel.thread.TaskObserver;
import io.pharos.kernel.thread.ThreadScheduler;
import io.pharos.kernel.web.JdkHttpClients;
import io.pharos.kernel.web.JettyWebHost;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Plugins;
import io.pharos.toolkit.unit.ByteSizes;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server in this process, by the same arguments as on the command line. For main, and for
 * tests that run the real thing. Thread-safe.
 */
public final class PharosServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PharosServer.class);

  /** The folder of the distribution's configuration. */
  private static final String CONF = "conf";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration WATCH = Duration.ofSeconds(2);

  private final Flags flags;
  private final String role;
  private final PluginSources sources;
  private final Map<String, Path> files;
  private final Path data;
  private final ThreadScheduler watches;
  private final JettyWebHost host;
  private final Kernel kernel;
  private final CountDownLatch quit = new CountDownLatch(1);

  private PharosServer(Flags flags, SiteSpec role, PluginScan scan) {
    this.flags = flags;
    SystemClock clock = new SystemClock();
    Registry registry = new Registry(clock);
    SharedMemoryBudget memory = new SharedMemoryBudget(memoryLimit(flags));
    memory.expose(registry.processView());
    ProcessMetrics.expose(registry);
    host = new JettyWebHost(registry.view("kernel", "server"), clock);
    watches = new ThreadScheduler("kernel", clock, new FailedWatches());
    KernelOptions options = options(flags, role, scan);
    this.role = role.name();
    sources = scan.sources();
    files = options.files();
    data = options.data();
    kernel =
        new Kernel(
            options, host, new JdkHttpClients(clock), clock, memory, registry, quit::countDown);
  }

  /**
   * Starts a server; returns when it is ready.
   *
   * @param arguments as on the command line
   * @throws ConfigException if flags or files are wrong, or an address is in use
   */
  public static PharosServer start(List<String> arguments, PluginSources plugins) {
    PharosServer server = prepare(arguments, PluginScan.of(plugins));
    server.start();
    return server;
  }

  /** Understands the command line and loads plugins; starts nothing. */
  static PharosServer prepare(List<String> arguments, PluginScan scan) {
    Flags flags = flags(arguments, scan);
    if (flags.duration("config.auto-reload-interval").compareTo(SECOND) < 0) {
      throw new ConfigException("flag --config.auto-reload-interval must be at least 1s");
    }
    SiteSpec role = Roles.of(arguments, KernelFlags.sites(scan.descriptors()));
    PharosServer server = new PharosServer(flags, role, scan);
    scan.errors().forEach(line -> log.error("plugins: {}", line));
    scan.warnings().forEach(line -> log.warn("plugins: {}", line));
    flags.warnings().forEach(line -> log.warn("command line: {}", line));
    server.kernel.load();
    return server;
  }

  /** The command line, in whichever role. */
  static Flags flags(List<String> arguments, PluginScan scan) {
    SiteSpec role = Roles.of(arguments, KernelFlags.sites(scan.descriptors()));
    Map<String, FlagSpec> known = KernelFlags.all(scan.descriptors());
    List<String> translated = Roles.translate(arguments, role);
    Flags flags = Flags.parse(translated, known);
    Path alertmanager = Path.of(System.getProperty("pharos.home", ""), CONF, "alertmanager.yml");
    if (role.name().equals(SiteSpec.SERVER.name())
        && isDefaultStart(flags)
        && !flags.isGiven("alertmanager.config.file")
        && Files.exists(alertmanager)) {
      List<String> completed = new ArrayList<>(translated);
      completed.add("--alertmanager.config.file=" + alertmanager);
      return Flags.parse(completed, known);
    }
    return flags;
  }

  /** Whether the distribution's own files are used, for there are no others. */
  private static boolean isDefaultStart(Flags flags) {
    return !flags.isGiven("config.file")
        && !Files.exists(Path.of(flags.text("config.file")))
        && !System.getProperty("pharos.home", "").isEmpty();
  }

  /** Starts everything, and the looks at files, folders and health. */
  void start() {
    kernel.start();
    watches.every("commands", SECOND, SECOND, new ControlFolder(data, kernel));
    Duration limit = flags.duration("plugins.call-limit");
    watches.every("health", WATCH, WATCH, new Watchdog(kernel, limit, PharosServer::endForHeap));
    watches.every("heap", WATCH, WATCH, new HeapTrim());
    if (flags.isOn("plugins.watch")) {
      watches.every("plugins", WATCH, WATCH, new FolderWatch(sources, kernel));
    }
    if (flags.isOn("config.auto-reload")) {
      Duration interval = flags.duration("config.auto-reload-interval");
      watches.every("reload", interval, interval, new AutoReload(files.values(), kernel::reload));
    }
  }

  private static void endForHeap() {
    log.error("heap is full and did not recover, the process ends; nothing acknowledged is lost");
    Runtime.getRuntime().halt(1);
  }

  private static KernelOptions options(Flags flags, SiteSpec role, PluginScan scan) {
    Map<String, Path> files = new LinkedHashMap<>();
    if (role.name().equals(SiteSpec.SERVER.name())) {
      files.put("server", configFile(flags));
    }
    String alertmanager = flags.text("alertmanager.config.file");
    if (alertmanager.isEmpty() && role.name().equals("alertmanager")) {
      alertmanager = "alertmanager.yml";
    }
    if (!alertmanager.isEmpty()) {
      files.put("alertmanager", Path.of(alertmanager));
    }
    List<Descriptor> descriptors = scan.descriptors();
    List<SiteSettings> sites = Sites.of(KernelFlags.sites(descriptors), role, flags);
    Path data = dataPath(flags);
    return new KernelOptions(
        flags,
        role.name(),
        files,
        scan.sources(),
        scan.candidates(),
        scan.rejected(),
        sites,
        data,
        Version.text(),
        ManagementFactory.getRuntimeMXBean().getStartTime(),
        flags.duration("shutdown.deadline"),
        flags.duration("plugins.call-limit"));
  }

  private static Path configFile(Flags flags) {
    return isDefaultStart(flags)
        ? Path.of(System.getProperty("pharos.home", ""), CONF, "prometheus.yml")
        : Path.of(flags.text("config.file"));
  }

  /** The kernel's own folder. */
  static Path dataPath(Flags flags) {
    String path = flags.text("data.path");
    if (path.isEmpty()) {
      path = flags.text("storage.tsdb.path");
    }
    if (path.isEmpty()) {
      path = "data";
    }
    return Path.of(path).resolve("pharos").toAbsolutePath().normalize();
  }

  /** What the flag says, else the heap and three times as much beside it, at most 3/4 of memory. */
  private static long memoryLimit(Flags flags) {
    long stated = ByteSizes.parse(flags.text("memory.limit"));
    if (stated > 0) {
      return stated;
    }
    long heap = Runtime.getRuntime().maxMemory();
    long machine = ProcessMetrics.machineMemory();
    return Math.max(heap, Math.min(heap * 4, machine / 4 * 3));
  }

  /** The addresses that a site listens on, with their real ports. */
  public List<InetSocketAddress> addresses(String site) {
    return host.addresses(site);
  }

  /** The plugins and their states. */
  public Plugins plugins() {
    return kernel.plugins();
  }

  /** The site that this process is for. */
  String role() {
    return role;
  }

  Flags flags() {
    return flags;
  }

  String externalUrl() {
    return kernel.server().externalUrl();
  }

  /** Reads the configuration again. */
  public void reload() {
    kernel.reload();
  }

  /** Ends it, as a signal would. */
  public void requestQuit() {
    quit.countDown();
  }

  /** Waits until something asks the server to end. */
  public void awaitQuit() throws InterruptedException {
    quit.await();
  }

  @Override
  public void close() {
    watches.close();
    kernel.close();
  }

  /** Logs what a look failed with. Immutable. */
  private static final class FailedWatches implements TaskObserver {
    @Override
    public Running begin(String role) {
      return () -> {};
    }

    @Override
    public void failed(String role, Throwable cause) {
      log.error("watch failed [watch={}]", role, cause);
    }
  }
}
