package io.pharos.model.label;

/** The order of label names, values and label sets: that of their UTF-8 bytes. */
public final class LabelOrder {
  private LabelOrder() {}

  /**
   * Compares as the UTF-8 bytes of both would compare. {@link String#compareTo} differs from this
   * only where a surrogate pair meets a character from U+E000 on.
   */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xPair = Character.isSurrogate(x);
        if (xPair != Character.isSurrogate(y)) {
          return xPair ? 1 : -1;
        }
        return Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
