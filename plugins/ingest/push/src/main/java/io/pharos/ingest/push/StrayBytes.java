package io.pharos.ingest.push;

import io.pharos.toolkit.exposition.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Gives texts back as the bytes from which {@link Utf8#lenient} made them. */
final class StrayBytes {
  private static final int FIRST = 0xDC80;
  private static final int LAST = 0xDCFF;

  private StrayBytes() {}

  static byte[] encode(String text) {
    if (Utf8.isValid(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point >= FIRST && point <= LAST) {
        bytes.write(point & 0xFF);
      } else {
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
