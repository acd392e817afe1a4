package io.pharos.kernel.main;

import io.pharos.kernel.plugin.SiteSpec;
import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * A process in a single role is started as the original of that role is: {@code --config.file} and
 * {@code --web.*} mean the role's. Immutable.
 */
final class Roles {
  private Roles() {}

  /** The role that the command line states. */
  static SiteSpec of(List<String> arguments, List<SiteSpec> sites) {
    String role = SiteSpec.SERVER.name();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--role=")) {
        role = argument.substring("--role=".length());
      } else if (argument.equals("--role") && i + 1 < arguments.size()) {
        role = arguments.get(i + 1);
      }
    }
    List<String> names = new ArrayList<>();
    for (SiteSpec site : sites) {
      if (site.name().equals(role)) {
        return site;
      }
      names.add(site.name());
    }
    throw new ConfigException(
        ConfigException.Code.MISSING_PLUGIN,
        "no loaded plugin has the role '" + role + "'; known: " + String.join(", ", names));
  }

  /** The arguments as the server's command line would have them. */
  static List<String> translate(List<String> arguments, SiteSpec role) {
    if (role.name().equals(SiteSpec.SERVER.name())) {
      return arguments;
    }
    List<String> translated = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--web.")) {
        translated.add("--" + role.flagPrefix() + argument.substring(2));
      } else if (argument.equals("--config.file") || argument.startsWith("--config.file=")) {
        translated.add("--" + role.flagPrefix() + argument.substring(2));
      } else {
        translated.add(argument);
      }
    }
    return translated;
  }
}
