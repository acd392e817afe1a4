package io.pharos.kernel.config;

import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.unit.ByteSizes;
import io.pharos.toolkit.unit.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads texts of files, flags and defaults as the types that records have. Immutable. */
final class Scalars {
  private Scalars() {}

  /** Whether values of this type are written as one text. */
  static boolean isScalar(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || type == String.class
        || type == Boolean.class
        || type == Integer.class
        || type == Long.class
        || type == Double.class
        || type == Duration.class
        || type == ByteSize.class
        || type == Secret.class
        || type == Path.class;
  }

  /** Reads a text. */
  static Object read(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class || type == Boolean.class) {
      return bool(text);
    }
    if (type == int.class || type == Integer.class) {
      long value = integer(text);
      if (value != (int) value) {
        throw new ConfigException("number is too large: " + text);
      }
      return (int) value;
    }
    if (type == long.class || type == Long.class) {
      return integer(text);
    }
    if (type == double.class || type == Double.class) {
      return number(text);
    }
    if (type == Duration.class) {
      return Durations.parse(text);
    }
    if (type == ByteSize.class) {
      return new ByteSize(ByteSizes.parse(text));
    }
    if (type == Secret.class) {
      return new Secret(text);
    }
    if (type == Path.class) {
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw new ConfigException(ConfigException.Code.INVALID, "not a path: '" + text + "'", e);
      }
    }
    if (type.isEnum()) {
      return constant(type, text);
    }
    throw new ConfigException("a text cannot stand for " + type.getSimpleName());
  }

  /** What an unstated value of a type without a default is, null where it has to be stated. */
  static @Nullable Object zero(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 0.0;
    }
    return type == String.class ? "" : null;
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> true;
      case "false", "no", "off", "n" -> false;
      default -> throw new ConfigException("expected true or false, was '" + text + "'");
    };
  }

  private static long integer(String text) {
    String digits = text.replace("_", "");
    try {
      if (digits.startsWith("0x")) {
        return Long.parseLong(digits.substring(2), 16);
      }
      if (digits.startsWith("0o")) {
        return Long.parseLong(digits.substring(2), 8);
      }
      return Long.parseLong(digits.startsWith("+") ? digits.substring(1) : digits);
    } catch (NumberFormatException e) {
      double value = number(text);
      if (Double.isNaN(value) || Math.abs(value) >= 0x1p63) {
        throw new ConfigException(
            ConfigException.Code.INVALID, "expected a whole number, was '" + text + "'", e);
      }
      return (long) value;
    }
  }

  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> {
        try {
          char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
          if (last != '.' && !Character.isDigit(last)) {
            throw new NumberFormatException(text);
          }
          yield Double.parseDouble(text.replace("_", ""));
        } catch (NumberFormatException e) {
          throw new ConfigException(
              ConfigException.Code.INVALID, "expected a number, was '" + text + "'", e);
        }
      }
    };
  }

  private static Object constant(Class<?> type, String text) {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String word = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (word.equals(text)) {
        return constant;
      }
      words.add(word);
    }
    throw new ConfigException(
        "expected one of " + String.join(", ", words) + ", was '" + text + "'");
  }
}
