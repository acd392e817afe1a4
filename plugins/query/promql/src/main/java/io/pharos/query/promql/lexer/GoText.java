package io.pharos.query.promql.lexer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Texts as Go quotes and reads them. A byte that is no UTF-8, which a text of Go may hold, is kept
 * as a lone low surrogate, U+DC00 plus the byte.
 */
public final class GoText {
  private static final int ESCAPED_BYTE = 0xDC00;

  private GoText() {}

  /** The text in double quotes with the escapes of {@code %q}. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> appendQuoted(c, quoted));
    return quoted.append('"').toString();
  }

  private static void appendQuoted(int c, StringBuilder quoted) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case 7 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 11 -> quoted.append("\\v");
      default -> {
        if (isPrintable(c)) {
          quoted.appendCodePoint(c);
        } else if (c >= ESCAPED_BYTE + 0x80 && c <= ESCAPED_BYTE + 0xFF) {
          quoted.append("\\x").append(HexFormat.of().toHexDigits((byte) (c - ESCAPED_BYTE)));
        } else if (c < ' ' || c == 0x7F) {
          quoted.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
        } else if (c < 0x10000) {
          quoted.append("\\u").append(HexFormat.of().toHexDigits((char) c));
        } else {
          quoted.append("\\U").append(HexFormat.of().toHexDigits(c));
        }
      }
    }
  }

  /** A character in single quotes, as {@code %q} of a rune. */
  static String quoteCharacter(int c) {
    return c == '\''
        ? "'\\''"
        : c == '"' ? "'\"'" : "'" + unquoted(quote(Character.toString(c))) + "'";
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  /** A character as {@code %#U}. */
  static String describeCharacter(int c) {
    String code = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    String padded = "U+" + "0".repeat(Math.max(0, 4 - code.length())) + code;
    return isPrintable(c) ? padded + " '" + Character.toString(c) + "'" : padded;
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** Whether the text is UTF-8 throughout. */
  public static boolean isValid(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The text that a string literal, whose escapes the lexer has checked, stands for. */
  public static String unquote(String literal) {
    String body = unquoted(literal);
    if (literal.charAt(0) == '`') {
      return body.replace("\r", "");
    }
    if (body.indexOf('\\') < 0) {
      return body;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < body.length()) {
      int c = body.codePointAt(at);
      at += Character.charCount(c);
      if (c == '\\') {
        at = unescape(body, at, bytes);
      } else {
        write(c, bytes);
      }
    }
    return decode(bytes.toByteArray());
  }

  private static int unescape(String body, int at, ByteArrayOutputStream bytes) {
    char c = body.charAt(at);
    switch (c) {
      case 'a' -> bytes.write(7);
      case 'b' -> bytes.write('\b');
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'v' -> bytes.write(11);
      case 'x' -> {
        bytes.write(Integer.parseInt(body, at + 1, at + 3, 16));
        return at + 3;
      }
      case 'u' -> {
        write(Integer.parseInt(body, at + 1, at + 5, 16), bytes);
        return at + 5;
      }
      case 'U' -> {
        write(Integer.parseInt(body, at + 1, at + 9, 16), bytes);
        return at + 9;
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        bytes.write(Integer.parseInt(body, at, at + 3, 8));
        return at + 3;
      }
      default -> bytes.write(c);
    }
    return at + 1;
  }

  private static void write(int codePoint, ByteArrayOutputStream bytes) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int length = sequenceLength(bytes, at);
      if (length == 0) {
        text.append((char) (ESCAPED_BYTE + (bytes[at++] & 0xFF)));
      } else {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /** How long the character at this place is in UTF-8, 0 if there is none. */
  private static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int length =
        first < 0x80
            ? 1
            : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    String decoded = new String(bytes, at, length, StandardCharsets.UTF_8);
    return decoded.codePointCount(0, decoded.length()) == 1 && decoded.codePointAt(0) != 0xFFFD
        ? length
        : decoded.equals("\uFFFD") && length == 3 && first == 0xEF ? 3 : 0;
  }
}
