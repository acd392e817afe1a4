package io.pharos.kernel.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints maps, lists and scalars as YAML in the originals' manner. Immutable. */
final class YamlText {
  private static final Pattern LIKE_ANOTHER_TYPE =
      Pattern.compile(
          "(?i)~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9][-+0-9._:xobea-f]*|[-+]?\\.(inf|nan)");
  private static final Pattern NEEDS_QUOTES =
      Pattern.compile("^[-?:] .*|^[-?:]$|^[\\s,\\[\\]{}#&*!|>'\"%@`].*|.*: .*|.*:$|.* #.*|.*\\s$");

  private YamlText() {}

  /** Prints a mapping. */
  static String of(Map<String, Object> tree) {
    StringBuilder out = new StringBuilder();
    mapping(out, tree, "", true);
    return out.toString();
  }

  private static void mapping(
      StringBuilder out, Map<?, ?> tree, String indent, boolean indentFirst) {
    boolean first = true;
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      out.append(first && !indentFirst ? "" : indent).append(text((String) entry.getKey()));
      out.append(':');
      first = false;
      value(out, (String) entry.getKey(), entry.getValue(), indent);
    }
  }

  private static void value(StringBuilder out, String key, Object value, String indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      mapping(out, map, indent + "  ", true);
    } else if (value instanceof List<?> list && key.equals("source_labels")) {
      out.append(" [").append(String.join(", ", list.stream().map(String::valueOf).toList()));
      out.append("]\n");
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.append('\n');
      for (Object item : list) {
        out.append(indent).append("- ");
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
          mapping(out, map, indent + "  ", false);
        } else {
          out.append(scalar(item)).append('\n');
        }
      }
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static String scalar(Object value) {
    if (value instanceof Map) {
      return "{}";
    }
    if (value instanceof List) {
      return "[]";
    }
    return value instanceof String text ? text(text) : String.valueOf(value);
  }

  /** A text, in quotes where it would be read as something else. */
  static String text(String text) {
    boolean controls = text.chars().anyMatch(c -> c < ' ');
    if (text.isEmpty() || controls || LIKE_ANOTHER_TYPE.matcher(text).matches()) {
      return doubleQuoted(text);
    }
    return NEEDS_QUOTES.matcher(text).matches() ? "'" + text.replace("'", "''") + "'" : text;
  }

  private static String doubleQuoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' ') {
            quoted
                .append("\\x")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
