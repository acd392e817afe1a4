package io.pharos.storage.tsdb.exchange;

import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Flags and arguments of a command. Immutable. */
public final class Arguments {
  private final Map<String, List<String>> flags = new HashMap<>();
  private final List<String> rest = new ArrayList<>();

  private Arguments() {}

  /**
   * Reads them; a {@code ConfigException} says what is not known.
   *
   * @param valued flags with a value
   * @param plain flags without, each a word or {@code r:word} with its letter
   */
  public static Arguments parse(List<String> words, Set<String> valued, Set<String> plain) {
    Arguments arguments = new Arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        arguments.rest.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        arguments.rest.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      String known = known(name, plain);
      if (known != null && equals < 0) {
        arguments.add(known, "true");
      } else if (name.startsWith("--") && valued.contains(name.substring(2))) {
        if (equals < 0 && i + 1 == words.size()) {
          throw new ConfigException("expected argument for flag '" + name + "', try --help");
        }
        arguments.add(name.substring(2), equals < 0 ? words.get(++i) : word.substring(equals + 1));
      } else {
        throw new ConfigException(
            "unknown "
                + (name.startsWith("--") ? "long" : "short")
                + " flag '"
                + name
                + "', try --help");
      }
    }
    return arguments;
  }

  private static @org.jspecify.annotations.Nullable String known(String name, Set<String> plain) {
    for (String flag : plain) {
      String word = flag.substring(flag.indexOf(':') + 1);
      if (name.equals("--" + word)
          || (flag.indexOf(':') == 1 && name.equals("-" + flag.charAt(0)))) {
        return word;
      }
    }
    return null;
  }

  private void add(String flag, String value) {
    flags.computeIfAbsent(flag, f -> new ArrayList<>()).add(value);
  }

  public boolean has(String flag) {
    return flags.containsKey(flag);
  }

  /** All values of a flag. */
  public List<String> all(String flag) {
    return flags.getOrDefault(flag, List.of());
  }

  public String text(String flag, String otherwise) {
    List<String> values = all(flag);
    return values.isEmpty() ? otherwise : values.getLast();
  }

  public long number(String flag, long otherwise) {
    String text = text(flag, "");
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ConfigException("invalid value of flag '--" + flag + "': '" + text + "'");
    }
  }

  /** At least and at most so many arguments that are no flags. */
  public Arguments counted(int least, int most, String missing) {
    if (rest.size() < least) {
      throw new ConfigException("required argument '" + missing + "' not provided, try --help");
    }
    if (rest.size() > most) {
      throw new ConfigException("unexpected " + rest.get(most) + ", try --help");
    }
    return this;
  }

  public String at(int index, String otherwise) {
    return index < rest.size() ? rest.get(index) : otherwise;
  }
}
