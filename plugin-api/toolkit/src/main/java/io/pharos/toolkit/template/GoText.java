package io.pharos.toolkit.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Go's strings are bytes, Java's are not: a byte that is part of no character stands in a Java
 * string as the lone surrogate {@code U+DC00 + byte}, so that slicing and joining keep it.
 */
final class GoText {
  private static final int ESCAPE = 0xDC00;
  private static final int REPLACEMENT = 0xFFFD;

  private GoText() {}

  /** The bytes of a text. */
  static byte[] bytes(String text) {
    if (!hasEscapes(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isEscape(c)) {
        out.write(c - ESCAPE);
      } else {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  /** A text of bytes in UTF-8, whatever they are. */
  static String of(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      int length = sequence(bytes, at, to);
      if (length == 0) {
        text.append((char) (ESCAPE + (bytes[at] & 0xFF)));
        at++;
      } else {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  static String of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The length of the valid character at a place, 0 if there is none. */
  private static int sequence(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > to) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean tooLong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    boolean outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return tooLong || outside ? 0 : length;
  }

  /** How many bytes a text has. */
  static int length(String text) {
    return length(text, 0, text.length());
  }

  static int length(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean alone = i == from || !Character.isHighSurrogate(text.charAt(i - 1));
      if (c < 0x80 || (alone && isEscape(c))) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else {
        bytes += Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return bytes;
  }

  /** The text as it leaves: bytes that make no character become U+FFFD each. */
  static String printable(String text) {
    if (!hasEscapes(text)) {
      return text;
    }
    String joined = of(bytes(text));
    StringBuilder out = new StringBuilder(joined.length());
    joined.codePoints().forEach(c -> out.appendCodePoint(isEscape(c) ? REPLACEMENT : c));
    return out.toString();
  }

  static boolean isEscape(int c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
  }

  private static boolean hasEscapes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isEscape(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
        return true;
      }
    }
    return false;
  }

  /** The text in double quotes, as Go would write it. */
  static String quote(String text, boolean ascii) {
    return quote(text, '"', ascii);
  }

  /** A character in single quotes, as Go would write it. */
  static String quoteRune(long rune, boolean ascii) {
    boolean valid = rune >= 0 && rune <= Character.MAX_CODE_POINT && !isSurrogate((int) rune);
    return quote(Character.toString(valid ? (int) rune : REPLACEMENT), '\'', ascii);
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static String quote(String text, char mark, boolean ascii) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(mark);
    text.codePoints().forEach(c -> quoteOne(out, c, mark, ascii));
    return out.append(mark).toString();
  }

  private static void quoteOne(StringBuilder out, int c, char mark, boolean ascii) {
    if (isEscape(c)) {
      hex(out.append("\\x"), c - ESCAPE, 2);
    } else if (c == mark || c == '\\') {
      out.append('\\').appendCodePoint(c);
    } else if (ascii ? c < 0x80 && isPrint(c) : isPrint(c)) {
      out.appendCodePoint(c);
    } else if (c >= 7 && c <= 13) {
      out.append('\\').append("abtnvfr".charAt(c - 7));
    } else if (c < ' ' || c == 0x7F) {
      hex(out.append("\\x"), c, 2);
    } else if (c < 0x10000) {
      hex(out.append("\\u"), c, 4);
    } else {
      hex(out.append("\\U"), c, 8);
    }
  }

  private static void hex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit(value >> shift & 15, 16));
    }
  }

  /** Whether Go calls a character printable: what leaves ink, and the blank. */
  static boolean isPrint(int c) {
    if (c < 0x80) {
      return c >= ' ' && c != 0x7F;
    }
    return switch (Character.getType(c)) {
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

  /** Whether a text can stand between back quotes. */
  static boolean canBackquote(String text) {
    return text.codePoints()
        .noneMatch(
            c -> c == '`' || c == 0x7F || c == 0xFEFF || isEscape(c) || (c < ' ' && c != '\t'));
  }

  /**
   * The text that a literal in double quotes, single quotes or back quotes stands for.
   *
   * @throws TemplateException if it is none
   */
  static String unquote(String literal) {
    char mark = literal.charAt(0);
    String inside = literal.substring(1, literal.length() - 1);
    if (mark == '`') {
      return inside.replace("\r", "");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(inside.length());
    int at = 0;
    while (at < inside.length()) {
      int c = inside.codePointAt(at);
      if (c == '\\') {
        at = escape(inside, at + 1, mark, out);
      } else if (c == mark) {
        throw new TemplateException("invalid syntax");
      } else {
        out.writeBytes(bytes(Character.toString(c)));
        at += Character.charCount(c);
      }
    }
    return of(out.toByteArray());
  }

  private static int escape(String text, int at, char mark, ByteArrayOutputStream out) {
    if (at >= text.length()) {
      throw new TemplateException("invalid syntax");
    }
    char c = text.charAt(at);
    int simple = "abtnvfr".indexOf(c);
    if (simple >= 0) {
      out.write(7 + simple);
      return at + 1;
    }
    if (c == '\\' || c == mark) {
      out.write(c);
      return at + 1;
    }
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits > 0) {
      int value = digits(text, at + 1, digits, 16);
      if (c == 'x') {
        out.write(value);
      } else if (value < 0 || value > Character.MAX_CODE_POINT || isSurrogate(value)) {
        throw new TemplateException("invalid syntax");
      } else {
        out.writeBytes(bytes(Character.toString(value)));
      }
      return at + 1 + digits;
    }
    int octal = digits(text, at, 3, 8);
    if (octal > 255) {
      throw new TemplateException("invalid syntax");
    }
    out.write(octal);
    return at + 3;
  }

  private static int digits(String text, int from, int count, int radix) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        throw new TemplateException("invalid syntax");
      }
      value = value * radix + digit;
    }
    return value;
  }
}
