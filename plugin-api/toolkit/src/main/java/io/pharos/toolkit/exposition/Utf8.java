package io.pharos.toolkit.exposition;

import java.nio.charset.StandardCharsets;

/** Strict UTF-8, and a decoding that loses no byte of what is not UTF-8. */
public final class Utf8 {
  private static final int STRAY = 0xDC00;

  private Utf8() {}

  /** Whether the bytes are valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    while (i < to) {
      int length = sequence(bytes, i, to);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Whether a text holds no lone surrogate, which is how stray bytes are carried. */
  public static boolean isValid(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Decodes; a byte that is part of no valid sequence becomes the lone surrogate U+DC00 + byte. */
  public static String lenient(byte[] bytes, int from, int to) {
    if (isValid(bytes, from, to)) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(to - from);
    for (int i = from; i < to; ) {
      int length = sequence(bytes, i, to);
      if (length == 0) {
        text.append((char) (STRAY + (bytes[i++] & 0xff)));
      } else {
        text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return text.toString();
  }

  static boolean isStrayByte(int point) {
    return point >= STRAY + 0x80 && point <= STRAY + 0xff;
  }

  /** How long the valid sequence is that starts here, 0 if none does. */
  private static int sequence(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + length > to) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
