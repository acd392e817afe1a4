package io.pharos.kernel.main;

import io.pharos.kernel.config.Flags;
import io.pharos.kernel.log.JulBridge;
import io.pharos.kernel.log.LogSettings;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.error.ConfigException;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The program. Exit codes: 0 ended as asked, 1 failed while running or starting, 2 wrong command
 * line or configuration; a sub-command has its own.
 */
public final class Main {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Starts it. */
  public static void main(String[] arguments) {
    setDefaults();
    int code = new Main(System.out, System.err).run(List.of(arguments));
    System.exit(code);
  }

  /** Guice without generated classes, which start slowly and cannot be archived; one log. */
  static void setDefaults() {
    setDefault("guice_bytecode_gen_option", "DISABLED");
    setDefault("guice_custom_class_loading", "OFF");
    setDefault("guice_include_stack_traces", "OFF");
    setDefault("java.util.logging.config.class", JulBridge.class.getName());
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  int run(List<String> arguments) {
    try {
      PluginScan scan = PluginScan.of(sources(arguments));
      if (arguments.contains("--version")) {
        out.println("pharos, version " + Version.text());
        return 0;
      }
      if (arguments.contains("--help") || arguments.contains("-h")) {
        help(scan);
        return 0;
      }
      if (!arguments.isEmpty() && arguments.getFirst().equals(TrainingRun.WORD)) {
        return TrainingRun.run(scan);
      }
      if (!arguments.isEmpty() && arguments.getFirst().equals("plugin")) {
        return new PluginCommand(out).run(arguments.subList(1, arguments.size()), scan);
      }
      if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) {
        return command(arguments, scan);
      }
      log(PharosServer.flags(arguments, scan));
      return serve(PharosServer.prepare(arguments, scan));
    } catch (ConfigException e) {
      err.println("pharos: error: " + e.getMessage());
      return MISUSED;
    } catch (RuntimeException e) {
      err.println("pharos: error: " + e.getMessage());
      return FAILED;
    }
  }

  private int serve(PharosServer server) {
    Signals.on("TERM", server::requestQuit);
    Signals.on("INT", server::requestQuit);
    Signals.on("HUP", () -> Signals.reload(server));
    try {
      server.start();
      out.println("Pharos " + Version.text() + " is ready: " + address(server) + "/");
      out.flush();
      server.awaitQuit();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } finally {
      server.close();
    }
  }

  private static String address(PharosServer server) {
    var bound = server.addresses(server.role());
    if (server.flags().isGiven("web.external-url") || bound.isEmpty()) {
      return server.externalUrl();
    }
    var first = bound.getFirst();
    boolean any = first.getAddress() == null || first.getAddress().isAnyLocalAddress();
    return "http://" + (any ? "localhost" : first.getHostString()) + ":" + first.getPort();
  }

  private static void log(Flags flags) {
    String level = flags.text("log.level");
    String format = flags.text("log.format");
    if (!List.of("debug", "info", "warn", "error").contains(level)) {
      throw new ConfigException(
          "enum value must be one of debug,info,warn,error, got '" + level + "', try --help");
    }
    if (!format.equals("logfmt") && !format.equals("json")) {
      throw new ConfigException(
          "enum value must be one of logfmt,json, got '" + format + "', try --help");
    }
    LogSettings.set(level, format.equals("json"), System.err);
  }

  private int command(List<String> arguments, PluginScan scan) {
    String name = arguments.getFirst();
    for (Descriptor descriptor : scan.descriptors()) {
      if (descriptor.commands().containsKey(name)) {
        LogSettings.set("warn", false, err);
        Path here = Path.of("").toAbsolutePath();
        List<String> rest = arguments.subList(1, arguments.size());
        try (CommandRunner runner = new CommandRunner(scan, descriptor)) {
          return runner.run(name, rest, new CommandFactory.Terminal(System.in, out, err, here));
        }
      }
    }
    throw new ConfigException(
        ConfigException.Code.UNKNOWN_FLAG, "unexpected argument '" + name + "', try --help");
  }

  /** Folders of plugins: those of the flag, else the distribution's; and modules of a build. */
  static PluginSources sources(List<String> arguments) {
    List<Path> folders = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--plugins.path=")) {
        folders.add(Path.of(argument.substring("--plugins.path=".length())));
      } else if (argument.equals("--plugins.path") && i + 1 < arguments.size()) {
        folders.add(Path.of(arguments.get(i + 1)));
      }
    }
    String home = System.getProperty("pharos.home", "");
    if (folders.isEmpty() && !home.isEmpty()) {
      folders.add(Path.of(home, "plugins"));
    }
    List<Path> modules = new ArrayList<>();
    String listed = System.getProperty("pharos.modules", "");
    for (String module : listed.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!module.isEmpty()) {
        modules.add(Path.of(module));
      }
    }
    return new PluginSources(folders, modules);
  }

  private void help(PluginScan scan) {
    out.println("usage: pharos [<flags>]");
    out.println("       pharos <command> [<args>]");
    out.println();
    out.println("Flags:");
    for (FlagSpec flag : KernelFlags.all(scan.descriptors()).values()) {
      String name =
          flag.type() == FlagSpec.Type.BOOL ? "--[no-]" + flag.name() : "--" + flag.name() + "=";
      String value = flag.type() == FlagSpec.Type.BOOL ? "" : value(flag);
      String owner = flag.owner().equals("kernel") ? "" : " (" + flag.owner() + ")";
      out.println("  " + name + value + (flag.repeatable() ? " ..." : ""));
      out.println("      " + flag.help() + owner);
    }
    Map<String, String> commands = new TreeMap<>();
    for (Descriptor descriptor : scan.descriptors()) {
      commands.putAll(descriptor.commands());
    }
    commands.put("plugin", PluginCommand.SUMMARY);
    out.println();
    out.println("Commands:");
    commands.forEach((name, summary) -> out.println("  " + name + "  " + summary));
  }

  private static String value(FlagSpec flag) {
    return flag.defaultValue().isEmpty()
        ? flag.type().word().toUpperCase(java.util.Locale.ROOT)
        : flag.defaultValue();
  }
}
