package io.pharos.kernel.main;

import io.pharos.kernel.config.Flags;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.kernel.plugin.SiteSpec;
import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns flags into the settings of sites. Immutable. */
final class Sites {
  private Sites() {}

  /**
   * The sites that listen: that of the role always, the server's others where they are asked for.
   */
  static List<SiteSettings> of(List<SiteSpec> specs, SiteSpec role, Flags flags) {
    List<SiteSettings> sites = new ArrayList<>();
    sites.add(site(role, role.flagPrefix() + "web.", flags));
    for (SiteSpec spec : specs) {
      String web = spec.flagPrefix() + "web.";
      boolean beside = role.name().equals(SiteSpec.SERVER.name()) && !spec.equals(role);
      if (beside && flags.isGiven(web + "listen-address")) {
        sites.add(site(spec, web, flags));
      }
    }
    return sites;
  }

  private static SiteSettings site(SiteSpec spec, String web, Flags flags) {
    List<InetSocketAddress> listen = new ArrayList<>();
    for (String address : flags.all(web + "listen-address")) {
      listen.add(address(web + "listen-address", address));
    }
    if (listen.isEmpty()) {
      listen.add(new InetSocketAddress(spec.defaultPort()));
    }
    String external = externalUrl(flags.text(web + "external-url"), listen.getFirst());
    String config = flags.text(web + "config.file");
    return new SiteSettings(
        spec.name(),
        spec.title(),
        listen,
        external,
        routePrefix(flags.text(web + "route-prefix"), external),
        flags.text(web + "cors.origin"),
        flags.isOn(web + "enable-lifecycle"),
        Integer.parseInt(flags.text(web + "max-connections")),
        flags.duration(web + "read-timeout"),
        config.isEmpty() ? null : Path.of(config));
  }

  /** Reads {@code host:port}, {@code :port} and {@code [::1]:port}. */
  static InetSocketAddress address(String flag, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = colon < 0 ? -1 : Integer.parseInt(text.substring(colon + 1));
      if (port < 0 || port > 65_535) {
        throw new NumberFormatException(text);
      }
      return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    } catch (NumberFormatException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "bad value of flag --" + flag + ": expected host:port, was '" + text + "'",
          e);
    }
  }

  /** The URL that people use, without a slash at its end. */
  static String externalUrl(String flag, InetSocketAddress listen) {
    if (flag.isEmpty()) {
      return "http://" + hostName() + ":" + listen.getPort();
    }
    if (flag.startsWith("\"")
        || flag.startsWith("'")
        || flag.endsWith("\"")
        || flag.endsWith("'")) {
      throw new ConfigException("URL must not begin or end with quotes");
    }
    try {
      URI uri = new URI(flag.contains("://") ? flag : "http://" + flag);
      String text = uri.toString();
      while (text.endsWith("/")) {
        text = text.substring(0, text.length() - 1);
      }
      return text;
    } catch (URISyntaxException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "bad value of flag --web.external-url: " + e.getMessage(),
          e);
    }
  }

  /** {@code ""} or {@code /prefix}. */
  static String routePrefix(String flag, String externalUrl) {
    String path = flag;
    if (path.isEmpty()) {
      String found = URI.create(externalUrl).getRawPath();
      path = found == null ? "" : found;
    }
    String inner = path.replaceAll("^/+|/+$", "");
    return inner.isEmpty() ? "" : "/" + inner;
  }

  private static String hostName() {
    Path file = Path.of("/proc/sys/kernel/hostname");
    try {
      if (Files.isReadable(file)) {
        String name = Files.readString(file).strip();
        if (!name.isEmpty()) {
          return name;
        }
      }
    } catch (IOException e) {
      return "localhost";
    }
    return "localhost";
  }
}
