package io.pharos.ingest.push.text;

import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.Utf8;
import java.io.ByteArrayOutputStream;

/**
 * Walks over the bytes of a body, one at a time, and collects words. It stands on a byte: {@link
 * #current}; past the last one every call fails. Confined to one thread.
 */
final class Characters {
  private final byte[] bytes;
  private final ByteArrayOutputStream word = new ByteArrayOutputStream();
  private int at = -1;
  private int line;

  Characters(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Goes on to the first byte of the next line that is no blank; false where there is none. */
  boolean nextLine() {
    line++;
    at++;
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
    return at < bytes.length;
  }

  byte current() {
    return bytes[at];
  }

  boolean isAtLineEnd() {
    return bytes[at] == '\n';
  }

  boolean isAtBlank() {
    return isBlank(bytes[at]);
  }

  void next() throws BodyException {
    at++;
    if (at >= bytes.length) {
      throw failed("unexpected end of input stream");
    }
  }

  /** Goes on from this byte to the first one that is no blank. */
  void skipBlanks() throws BodyException {
    next();
    skipBlanksIfAny();
  }

  /** The same, but stays where there is no blank. */
  void skipBlanksIfAny() throws BodyException {
    while (isAtBlank()) {
      next();
    }
  }

  /** The bytes from here to the next blank or line end. */
  String untilBlank() throws BodyException {
    word.reset();
    while (!isAtBlank() && !isAtLineEnd()) {
      word.write(current());
      next();
    }
    return word();
  }

  /** The bytes from here to the line end. */
  String untilLineEnd(boolean escapes) throws BodyException {
    word.reset();
    while (!isAtLineEnd()) {
      if (escapes && current() == '\\') {
        next();
        escaped();
      } else {
        word.write(current());
        next();
      }
    }
    return word();
  }

  /** The text of a quoted label value; stands behind the closing quote then. */
  String quotedValue() throws BodyException {
    word.reset();
    next();
    while (current() != '"') {
      if (current() == '\\') {
        next();
        escaped();
        continue;
      }
      if (isAtLineEnd()) {
        throw failed("label value " + GoQuote.quote(word()) + " contains unescaped new-line");
      }
      word.write(current());
      next();
    }
    next();
    return word();
  }

  /** Takes the character behind a backslash. */
  private void escaped() throws BodyException {
    switch (current()) {
      case '\\', '"' -> word.write(current());
      case 'n' -> word.write('\n');
      default -> throw failed("invalid escape sequence '\\" + (char) (current() & 0xFF) + "'");
    }
    next();
  }

  /** A name, quoted or not; empty where none begins here. */
  String name(boolean colons) throws BodyException {
    if (current() == '"') {
      return quotedValue();
    }
    word.reset();
    while (isNameByte(current(), colons, word.size() > 0)) {
      word.write(current());
      next();
    }
    return word();
  }

  private static boolean isNameByte(byte c, boolean colons, boolean inside) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (colons && c == ':')
        || (inside && c >= '0' && c <= '9');
  }

  private String word() {
    byte[] collected = word.toByteArray();
    return Utf8.lenient(collected, 0, collected.length);
  }

  /** What is wrong in this line. */
  BodyException failed(String reason) {
    return new BodyException("text format parsing error in line " + line + ": " + reason);
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }
}
