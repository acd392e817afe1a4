package io.pharos.web.api;

import io.pharos.toolkit.exposition.write.FloatText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes the text exposition 0.0.4. Confined to one thread. */
final class ExpositionText {
  private static final int FLUSH_AT = 16 << 10;

  private final OutputStream out;
  private final Negotiation.Escaping escaping;
  private final StringBuilder text = new StringBuilder(FLUSH_AT + 1024);
  private boolean inBraces;

  ExpositionText(OutputStream out, Negotiation.Escaping escaping) {
    this.out = out;
    this.escaping = escaping;
  }

  void help(String name, String help) throws IOException {
    text.append("# HELP ");
    name(escaped(name));
    text.append(' ');
    for (int i = 0; i < help.length(); i++) {
      char c = help.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
    end();
  }

  void type(String name, String type) throws IOException {
    text.append("# TYPE ");
    name(escaped(name));
    text.append(' ').append(type);
    end();
  }

  /** Begins a sample; labels and then its value follow. */
  void begin(String name, String suffix) {
    String shown = escaped(name) + suffix;
    inBraces = !isLegacy(shown, true);
    if (inBraces) {
      text.append('{');
      quoted(shown);
    } else {
      text.append(shown);
    }
  }

  void label(String name, String value) {
    text.append(inBraces ? ',' : '{');
    inBraces = true;
    name(escaped(name));
    text.append("=\"");
    escapeValue(value);
    text.append('"');
  }

  void value(double value) throws IOException {
    closeLabels();
    FloatText.append(value, text);
    end();
  }

  void value(double value, long timestamp) throws IOException {
    closeLabels();
    FloatText.append(value, text);
    text.append(' ').append(timestamp);
    end();
  }

  private void closeLabels() {
    if (inBraces) {
      text.append('}');
    }
    inBraces = false;
    text.append(' ');
  }

  private void end() throws IOException {
    text.append('\n');
    if (text.length() >= FLUSH_AT) {
      flush();
    }
  }

  void flush() throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  private void name(String name) {
    if (isLegacy(name, true)) {
      text.append(name);
    } else {
      quoted(name);
    }
  }

  private void quoted(String name) {
    text.append('"');
    escapeValue(name);
    text.append('"');
  }

  private void escapeValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '"' -> text.append("\\\"");
        default -> text.append(c);
      }
    }
  }

  private String escaped(String name) {
    if (escaping == Negotiation.Escaping.ALLOW_UTF_8 || isLegacy(name, true)) {
      return name;
    }
    StringBuilder shown = new StringBuilder();
    if (escaping == Negotiation.Escaping.VALUES) {
      shown.append("U__");
    }
    int[] points = name.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      escape(points[i], isLegacy(points[i], i == 0), shown);
    }
    return shown.toString();
  }

  private void escape(int point, boolean legacy, StringBuilder shown) {
    switch (escaping) {
      case UNDERSCORES -> shown.append(legacy ? Character.toString(point) : "_");
      case DOTS -> {
        if (point == '_') {
          shown.append("__");
        } else if (point == '.') {
          shown.append("_dot_");
        } else {
          shown.append(legacy ? Character.toString(point) : "__");
        }
      }
      case VALUES -> {
        if (point == '_') {
          shown.append("__");
        } else if (legacy) {
          shown.appendCodePoint(point);
        } else {
          shown.append('_').append(Integer.toHexString(point).toUpperCase(Locale.ROOT)).append('_');
        }
      }
      case ALLOW_UTF_8 -> shown.appendCodePoint(point);
    }
  }

  private static boolean isLegacy(String name, boolean colons) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLegacy(c, i == 0) || (c == ':' && !colons)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLegacy(int c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == ':'
        || (!first && c >= '0' && c <= '9');
  }
}
