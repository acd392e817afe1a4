package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;

/**
 * A site as a descriptor declares it. Immutable.
 *
 * @param name the word that routes use
 * @param title what {@code /-/healthy} calls it
 * @param flagPrefix before {@code web.listen-address} and the like
 */
public record SiteSpec(String name, String title, String flagPrefix, int defaultPort) {
  /** The site that is always there. */
  public static final SiteSpec SERVER = new SiteSpec("server", "Prometheus Server", "", 9090);

  /** Reads {@code name;title;flag prefix;default port}. */
  static SiteSpec parse(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length != 4) {
      throw new ConfigException(
          "pharos.site must be 'name;title;flag prefix;default port', was '" + text + "'");
    }
    try {
      return new SiteSpec(
          parts[0].strip(), parts[1].strip(), parts[2].strip(), Integer.parseInt(parts[3].strip()));
    } catch (NumberFormatException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "no port in pharos.site '" + text + "'", e);
    }
  }
}
