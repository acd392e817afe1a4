package io.pharos.toolkit.exposition;

/**
 * Quotes text as Go's {@code %q} does, which is how the original's messages show what they could
 * not read. Bytes that are no UTF-8 are carried in strings as lone surrogates from U+DC80 on
 * ({@link Utf8#lenient}) and shown as {@code \xNN}.
 */
public final class GoQuote {
  private static final String HEX = "0123456789abcdef";

  private GoQuote() {}

  /** The text between quotes. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    append(text, out);
    return out.toString();
  }

  /** Bytes between quotes. */
  public static String quote(byte[] bytes, int from, int to) {
    return quote(Utf8.lenient(bytes, from, to));
  }

  /** Appends the text between quotes. */
  public static void append(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case 0x07 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 0x0b -> out.append("\\v");
        default -> appendPoint(point, out);
      }
    }
    out.append('"');
  }

  private static void appendPoint(int point, StringBuilder out) {
    if (point >= 0x20 && point < 0x7f) {
      out.append((char) point);
    } else if (point < 0x20 || point == 0x7f) {
      hex(out.append("\\x"), point, 2);
    } else if (Utf8.isStrayByte(point)) {
      hex(out.append("\\x"), point & 0xff, 2);
    } else if (isPrintable(point)) {
      out.appendCodePoint(point);
    } else if (point < 0x10000) {
      hex(out.append("\\u"), point, 4);
    } else {
      hex(out.append("\\U"), point, 8);
    }
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void hex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(HEX.charAt((value >>> shift) & 15));
    }
  }
}
