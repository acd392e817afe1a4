package io.pharos.ingest.push;

import io.pharos.toolkit.exposition.Utf8;
import java.io.ByteArrayOutputStream;

/**
 * A text in base64 with the alphabet of URLs. Immutable.
 *
 * @param text what was decoded, up to an error
 * @param error where it is, -1 for none
 */
record Base64Text(String text, int error) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Decodes; equals signs at the end say nothing. */
  static Base64Text decode(String encoded) {
    int end = encoded.length();
    while (end > 0 && encoded.charAt(end - 1) == '=') {
      end--;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int bits = 0;
    int count = 0;
    for (int i = 0; i < end; i++) {
      int digit = ALPHABET.indexOf(encoded.charAt(i));
      if (digit < 0) {
        return new Base64Text(text(bytes), i);
      }
      bits = bits << 6 | digit;
      if (++count == 4) {
        bytes.write(bits >> 16);
        bytes.write(bits >> 8);
        bytes.write(bits);
        count = 0;
        bits = 0;
      }
    }
    switch (count) {
      case 1 -> {
        return new Base64Text(text(bytes), end - 1);
      }
      case 2 -> bytes.write(bits >> 4);
      case 3 -> {
        bytes.write(bits >> 10);
        bytes.write(bits >> 2);
      }
      default -> {}
    }
    return new Base64Text(text(bytes), -1);
  }

  private static String text(ByteArrayOutputStream bytes) {
    byte[] decoded = bytes.toByteArray();
    return Utf8.lenient(decoded, 0, decoded.length);
  }

  /** What is wrong, in the original's words. */
  String reason() {
    return "illegal base64 data at input byte " + error;
  }
}
