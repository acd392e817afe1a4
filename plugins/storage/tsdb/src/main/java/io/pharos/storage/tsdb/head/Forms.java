package io.pharos.storage.tsdb.head;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.model.label.Labels;

/** Label sets in the form of the tool kit's label hasher. */
public final class Forms {
  private static final byte END = (byte) 0xFF;

  private Forms() {}

  public static Labels labels(byte[] form, int length) {
    int texts = 0;
    for (int i = 0; i < length; i++) {
      if (form[i] == END) {
        texts++;
      }
    }
    String[] pairs = new String[texts];
    int from = 0;
    for (int i = 0; i < texts; i++) {
      int end = from;
      while (form[end] != END) {
        end++;
      }
      pairs[i] = new String(form, from, end - from, UTF_8);
      from = end + 1;
    }
    return Labels.ofSorted(pairs);
  }
}
