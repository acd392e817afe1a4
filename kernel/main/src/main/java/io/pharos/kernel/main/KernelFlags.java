package io.pharos.kernel.main;

import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.kernel.plugin.SiteSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The flags of the kernel itself, of its sites, and of plugins. Immutable. */
final class KernelFlags {
  private KernelFlags() {}

  /** The sites that descriptors declare, the server's first. */
  static List<SiteSpec> sites(List<Descriptor> descriptors) {
    List<SiteSpec> sites = new ArrayList<>();
    SiteSpec server = SiteSpec.SERVER;
    for (Descriptor descriptor : descriptors) {
      SiteSpec site = descriptor.site();
      if (site != null && site.name().equals(server.name())) {
        server = site;
      } else if (site != null) {
        sites.add(site);
      }
    }
    sites.addFirst(server);
    return sites;
  }

  /** All flags by name. */
  static Map<String, FlagSpec> all(List<Descriptor> descriptors) {
    Map<String, FlagSpec> specs = new TreeMap<>();
    addFiles(specs);
    addRunning(specs);
    for (SiteSpec site : sites(descriptors)) {
      addSite(specs, site);
    }
    for (Descriptor descriptor : descriptors) {
      for (FlagSpec flag : descriptor.flags()) {
        specs.putIfAbsent(flag.name(), flag);
      }
    }
    return specs;
  }

  private static void addFiles(Map<String, FlagSpec> specs) {
    add(specs, "help", FlagSpec.Type.BOOL, "false", "Shows this help.");
    add(specs, "version", FlagSpec.Type.BOOL, "false", "Shows the version.");
    add(specs, "config.file", FlagSpec.Type.PATH, "prometheus.yml", "Configuration of the server.");
    add(
        specs,
        "config.auto-reload",
        FlagSpec.Type.BOOL,
        "false",
        "Reloads the configuration when its files change.");
    add(
        specs,
        "config.auto-reload-interval",
        FlagSpec.Type.DURATION,
        "30s",
        "How often files are looked at for a reload; at least 1s.");
    add(
        specs,
        "alertmanager.config.file",
        FlagSpec.Type.PATH,
        "",
        "Configuration of the built-in Alertmanager; without it that is off.");
    add(
        specs,
        "role",
        FlagSpec.Type.STRING,
        "server",
        "The site that this process is for; a role other than server runs alone, and --config.file and --web.* are its own.");
    add(
        specs,
        "data.path",
        FlagSpec.Type.PATH,
        "",
        "Folder of the server's own files; default: the storage's folder.");
  }

  private static void addRunning(Map<String, FlagSpec> specs) {
    repeatable(specs, "plugins.path", "", "Folder with plugins; may be repeated.");
    add(
        specs,
        "plugins.watch",
        FlagSpec.Type.BOOL,
        "true",
        "Loads, replaces and removes plugins as the files in their folder change.");
    add(
        specs,
        "plugins.call-limit",
        FlagSpec.Type.DURATION,
        "5m",
        "How long a call of a plugin may take before it is interrupted; after twice as long the plugin is disabled.");
    add(
        specs,
        "log.level",
        FlagSpec.Type.STRING,
        "info",
        "Only messages of this severity or above: debug, info, warn, error.");
    add(specs, "log.format", FlagSpec.Type.STRING, "logfmt", "Format of the log: logfmt or json.");
    repeatable(specs, "enable-feature", "", "Names of features to switch on, separated by commas.");
    add(
        specs,
        "memory.limit",
        FlagSpec.Type.SIZE,
        "0",
        "Memory that all parts share; default: what the Java heap and the machine allow.");
    add(
        specs,
        "shutdown.deadline",
        FlagSpec.Type.DURATION,
        "30s",
        "How long running requests may take when the server ends.");
  }

  private static void addSite(Map<String, FlagSpec> specs, SiteSpec site) {
    String web = site.flagPrefix() + "web.";
    boolean server = site.name().equals(SiteSpec.SERVER.name());
    String listen = server ? "0.0.0.0:" + site.defaultPort() : "";
    repeatable(specs, web + "listen-address", listen, "Address to listen on; may be repeated.");
    add(
        specs,
        web + "config.file",
        FlagSpec.Type.PATH,
        "",
        "File with TLS, users and headers of the site.");
    add(
        specs,
        web + "external-url",
        FlagSpec.Type.STRING,
        "",
        "URL under which people reach the site.");
    add(
        specs,
        web + "route-prefix",
        FlagSpec.Type.STRING,
        "",
        "Prefix of all routes; default: the path of the external URL.");
    add(
        specs,
        web + "cors.origin",
        FlagSpec.Type.STRING,
        ".*",
        "Pattern of origins that may read, matched against the whole.");
    add(
        specs,
        web + "enable-lifecycle",
        FlagSpec.Type.BOOL,
        server ? "false" : "true",
        "Switches on /-/reload and /-/quit.");
    add(
        specs,
        web + "max-connections",
        FlagSpec.Type.INT,
        "512",
        "Connections at a time, of all listeners together.");
    add(
        specs,
        web + "read-timeout",
        FlagSpec.Type.DURATION,
        "5m",
        "How long a request may take to arrive, and a connection may be idle.");
  }

  private static void add(
      Map<String, FlagSpec> specs, String name, FlagSpec.Type type, String value, String help) {
    specs.put(name, new FlagSpec(name, type, false, value, help, "kernel"));
  }

  private static void repeatable(
      Map<String, FlagSpec> specs, String name, String value, String help) {
    specs.put(name, new FlagSpec(name, FlagSpec.Type.STRING, true, value, help, "kernel"));
  }
}
