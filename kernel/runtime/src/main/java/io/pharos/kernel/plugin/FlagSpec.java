package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.util.Locale;

/**
 * A flag of the command line as a descriptor states it. Immutable.
 *
 * @param name without dashes
 * @param repeatable whether it may be given several times; its values form a list
 * @param defaultValue as it would be written; "" for none
 * @param owner the plugin's id, or {@code kernel}
 */
public record FlagSpec(
    String name, Type type, boolean repeatable, String defaultValue, String help, String owner) {
  /** How a flag's text is read. */
  public enum Type {
    STRING,
    BOOL,
    DURATION,
    SIZE,
    INT,
    FLOAT,
    PATH;

    /** The word in descriptors. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads {@code type;default;help}, where a {@code *} behind the type marks a repeatable flag. */
  static FlagSpec parse(String name, String text, String owner) {
    int first = text.indexOf(';');
    int second = first < 0 ? -1 : text.indexOf(';', first + 1);
    if (second < 0) {
      throw new ConfigException(
          "flag --" + name + " must be stated as 'type;default;help', was '" + text + "'");
    }
    String type = text.substring(0, first).strip();
    boolean repeatable = type.endsWith("*");
    if (repeatable) {
      type = type.substring(0, type.length() - 1);
    }
    for (Type known : Type.values()) {
      if (known.word().equals(type)) {
        return new FlagSpec(
            name,
            known,
            repeatable,
            text.substring(first + 1, second).strip(),
            text.substring(second + 1).strip(),
            owner);
      }
    }
    throw new ConfigException("unknown type '" + type + "' of flag --" + name);
  }
}
