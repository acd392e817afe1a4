package io.pharos.kernel.config;

import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parsed command line. Immutable. */
public final class Flags {
  private final Map<String, FlagSpec> specs;
  private final Map<String, List<String>> given;
  private final List<String> warnings;

  private Flags(
      Map<String, FlagSpec> specs, Map<String, List<String>> given, List<String> warnings) {
    this.specs = specs;
    this.given = given;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Parses {@code --flag=value}, {@code --flag value}, {@code --flag} and {@code --no-flag}.
   *
   * @throws ConfigException for the first argument that is wrong
   */
  public static Flags parse(List<String> arguments, Map<String, FlagSpec> specs) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--") || argument.length() == 2) {
        throw new ConfigException(
            ConfigException.Code.UNKNOWN_FLAG,
            "unexpected argument '" + argument + "', try --help");
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      String value = equals < 0 ? null : argument.substring(equals + 1);
      FlagSpec spec = specs.get(name);
      if (spec == null && name.startsWith("no-") && value == null) {
        spec = specs.get(name.substring(3));
        if (spec != null && spec.type() == FlagSpec.Type.BOOL) {
          put(given, spec, "false");
          continue;
        }
        spec = null;
      }
      if (spec == null) {
        spec = FlagCatalogue.find(name, warnings);
      }
      if (spec == null) {
        throw new ConfigException(
            ConfigException.Code.UNKNOWN_FLAG,
            "unknown long flag '--"
                + name
                + "'"
                + Nearest.hint(name, specs.keySet())
                + ", try --help");
      }
      if (value == null && spec.type() == FlagSpec.Type.BOOL) {
        value = "true";
      } else if (value == null) {
        if (++i >= arguments.size()) {
          throw new ConfigException(
              ConfigException.Code.INVALID,
              "expected argument for flag '--" + name + "', try --help");
        }
        value = arguments.get(i);
      }
      put(given, spec, value);
    }
    return new Flags(specs, given, warnings);
  }

  private static void put(Map<String, List<String>> given, FlagSpec spec, String value) {
    List<String> values = given.get(spec.name());
    if (values == null) {
      values = new ArrayList<>();
      given.put(spec.name(), values);
    } else if (!spec.repeatable()) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "flag '" + spec.name() + "' cannot be repeated, try --help");
    }
    try {
      check(spec, value);
    } catch (ConfigException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "bad value of flag --" + spec.name() + ": " + e.getMessage(),
          e);
    }
    values.add(value);
  }

  private static void check(FlagSpec spec, String value) {
    switch (spec.type()) {
      case BOOL -> Scalars.read(boolean.class, value);
      case INT -> Scalars.read(long.class, value);
      case FLOAT -> Scalars.read(double.class, value);
      case DURATION -> Scalars.read(java.time.Duration.class, value);
      case SIZE -> Scalars.read(io.pharos.spi.config.ByteSize.class, value);
      case PATH, STRING -> {}
    }
  }

  /** Whether the command line has it. */
  public boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** The values on the command line, else the default, if there is one. */
  public List<String> all(String name) {
    List<String> values = given.get(name);
    if (values != null) {
      return List.copyOf(values);
    }
    FlagSpec spec = specs.get(name);
    return spec == null || spec.defaultValue().isEmpty() ? List.of() : List.of(spec.defaultValue());
  }

  /** The last value on the command line, else the default, "" without one. */
  public String text(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.getLast();
  }

  /** A switch. */
  public boolean isOn(String name) {
    String text = text(name);
    return !text.isEmpty() && (Boolean) Scalars.read(boolean.class, text);
  }

  public java.time.Duration duration(String name) {
    return io.pharos.toolkit.unit.Durations.parse(text(name));
  }

  /** The flag of a name, null if no plugin has it. */
  public @Nullable FlagSpec spec(String name) {
    return specs.get(name);
  }

  /** What was accepted but has no effect. */
  public List<String> warnings() {
    return warnings;
  }

  /** Every flag with its value in force: the originals' all, others only where they are given. */
  public Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>(FlagCatalogue.defaults());
    for (FlagSpec spec : specs.values()) {
      boolean original = shown.containsKey(spec.name());
      if (original && !spec.defaultValue().isEmpty()) {
        shown.put(spec.name(), spec.defaultValue());
      }
    }
    for (Map.Entry<String, List<String>> entry : given.entrySet()) {
      shown.put(entry.getKey(), String.join(",", entry.getValue()));
    }
    return shown;
  }
}
