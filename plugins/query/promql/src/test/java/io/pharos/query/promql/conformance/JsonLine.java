package io.pharos.query.promql.conformance;

import java.util.HashMap;
import java.util.Map;

/** A flat JSON object of strings. Immutable. */
record JsonLine(Map<String, String> texts) {
  String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no " + name + " in " + texts);
    }
    return text;
  }

  static JsonLine parse(String line) {
    Map<String, String> texts = new HashMap<>();
    int at = line.indexOf('"');
    while (at >= 0) {
      StringBuilder name = new StringBuilder();
      at = string(line, at, name);
      StringBuilder value = new StringBuilder();
      at = string(line, line.indexOf('"', at), value);
      texts.put(name.toString(), value.toString());
      at = line.indexOf('"', at);
    }
    return new JsonLine(texts);
  }

  /** Reads a string that begins at a quote; answers the place behind it. */
  private static int string(String line, int quote, StringBuilder into) {
    int at = quote + 1;
    while (line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c != '\\') {
        into.append(c);
        continue;
      }
      char escaped = line.charAt(at++);
      switch (escaped) {
        case 'n' -> into.append('\n');
        case 't' -> into.append('\t');
        case 'r' -> into.append('\r');
        case 'b' -> into.append('\b');
        case 'f' -> into.append('\f');
        case 'u' -> {
          into.append((char) Integer.parseInt(line.substring(at, at + 4), 16));
          at += 4;
        }
        default -> into.append(escaped);
      }
    }
    return at + 1;
  }
}
