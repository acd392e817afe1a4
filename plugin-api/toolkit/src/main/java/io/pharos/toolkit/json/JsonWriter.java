package io.pharos.toolkit.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as a stream, in the bytes of the originals: no blanks, numbers in their shortest
 * form, {@code <}, {@code >} and {@code &} escaped. Commas come by themselves. Allocates nothing
 * for whole numbers, short decimals, timestamps and ASCII texts. Confined to one thread.
 */
public final class JsonWriter {
  private static final int BUFFER_BYTES = 16 << 10;

  /** The longest piece that is written without a look at the room that is left. */
  private static final int PIECE = 64;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** Characters below 128 that need an escape. */
  private static final boolean[] ESCAPED = new boolean[128];

  static {
    for (int c = 0; c < 128; c++) {
      ESCAPED[c] = c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&';
    }
  }

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;
  private boolean comma;
  private final byte[] timePrefixText = new byte[20];
  private int timePrefixLength;

  /** The digits of the newest timestamp before the last four. */
  private long timePrefix = -1;

  public JsonWriter(OutputStream out) {
    this.out = out;
  }

  public JsonWriter beginObject() throws IOException {
    return open('{');
  }

  public JsonWriter endObject() throws IOException {
    return close('}');
  }

  public JsonWriter beginArray() throws IOException {
    return open('[');
  }

  public JsonWriter endArray() throws IOException {
    return close(']');
  }

  private JsonWriter open(char bracket) throws IOException {
    separate();
    buffer[size++] = (byte) bracket;
    comma = false;
    return this;
  }

  private JsonWriter close(char bracket) throws IOException {
    room(PIECE);
    buffer[size++] = (byte) bracket;
    comma = true;
    return this;
  }

  /** The name of the value that follows. */
  public JsonWriter name(String name) throws IOException {
    separate();
    quote(name);
    room(PIECE);
    buffer[size++] = ':';
    comma = false;
    return this;
  }

  public JsonWriter string(String value) throws IOException {
    separate();
    quote(value);
    return this;
  }

  public JsonWriter number(long value) throws IOException {
    separate();
    size = Decimals.append(value, buffer, size);
    return this;
  }

  /** A finite number as a JSON number. */
  public JsonWriter number(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    separate();
    size = Decimals.append(value, buffer, size);
    return this;
  }

  public JsonWriter bool(boolean value) throws IOException {
    return literal(value ? TRUE : FALSE);
  }

  public JsonWriter nothing() throws IOException {
    return literal(NULL);
  }

  private JsonWriter literal(byte[] text) throws IOException {
    separate();
    System.arraycopy(text, 0, buffer, size, text.length);
    size += text.length;
    return this;
  }

  /** A sample's value: a string, so that NaN and infinities have a place. */
  public JsonWriter sampleValue(double value) throws IOException {
    separate();
    buffer[size++] = '"';
    size = Decimals.append(value, buffer, size);
    buffer[size++] = '"';
    return this;
  }

  /** A sample's value without an exponent, however long that makes it. */
  public JsonWriter plainValue(double value) throws IOException {
    double size = Math.abs(value);
    boolean usual = size == 0 || !Double.isFinite(value) || (size >= 1e-6 && size < 1e21);
    return usual ? sampleValue(value) : string(Decimals.plain(value));
  }

  /** Milliseconds as seconds: whole, or with exactly three decimals. */
  public JsonWriter timestamp(long millis) throws IOException {
    separate();
    if (millis < 0 || millis % 1000 != 0) {
      size = Decimals.appendSeconds(millis, false, buffer, size);
      return this;
    }
    // rows of timestamps have all but their last digits in common
    long seconds = millis / 1000;
    long above = seconds / 10_000;
    if (above == 0) {
      size = Decimals.append(seconds, buffer, size);
      return this;
    }
    if (above != timePrefix) {
      timePrefix = above;
      timePrefixLength = Decimals.append(above, timePrefixText, 0);
    }
    System.arraycopy(timePrefixText, 0, buffer, size, timePrefixLength);
    size += timePrefixLength;
    Decimals.four((int) (seconds - 10_000 * above), buffer, size);
    size += 4;
    return this;
  }

  /** Milliseconds as seconds in their shortest form. */
  public JsonWriter shortTimestamp(long millis) throws IOException {
    separate();
    size = Decimals.appendSeconds(millis, true, buffer, size);
    return this;
  }

  /** Sends what is buffered; the stream stays open. */
  public void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
    out.flush();
  }

  private void separate() throws IOException {
    room(PIECE);
    if (comma) {
      buffer[size++] = ',';
    }
    comma = true;
  }

  private void room(int bytes) throws IOException {
    if (buffer.length - size < bytes) {
      out.write(buffer, 0, size);
      size = 0;
    }
  }

  private void quote(String text) throws IOException {
    room(PIECE);
    buffer[size++] = '"';
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (buffer.length - size < 16) {
        room(PIECE);
      }
      char c = text.charAt(i);
      if (c < 128) {
        if (ESCAPED[c]) {
          escape(c);
        } else {
          buffer[size++] = (byte) c;
        }
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        wide(Character.toCodePoint(c, text.charAt(++i)));
      } else if (Character.isSurrogate(c)) {
        unicode('\uFFFD');
      } else {
        wide(c);
      }
    }
    room(PIECE);
    buffer[size++] = '"';
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> pair(c);
      case '\n' -> pair('n');
      case '\r' -> pair('r');
      case '\t' -> pair('t');
      default -> unicode(c);
    }
  }

  private void pair(char c) {
    buffer[size++] = '\\';
    buffer[size++] = (byte) c;
  }

  private void unicode(char c) {
    buffer[size++] = '\\';
    buffer[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[size++] = HEX[(c >> shift) & 15];
    }
  }

  private void wide(int code) {
    if (code == 0x2028 || code == 0x2029) {
      unicode((char) code);
    } else if (code < 0x800) {
      buffer[size++] = (byte) (0xC0 | (code >> 6));
      buffer[size++] = (byte) (0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      buffer[size++] = (byte) (0xE0 | (code >> 12));
      buffer[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
      buffer[size++] = (byte) (0x80 | (code & 0x3F));
    } else {
      buffer[size++] = (byte) (0xF0 | (code >> 18));
      buffer[size++] = (byte) (0x80 | ((code >> 12) & 0x3F));
      buffer[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
      buffer[size++] = (byte) (0x80 | (code & 0x3F));
    }
  }
}
