package io.pharos.web.api;

/** Names that were escaped so that they fit into old notations: {@code U__label_2e_with_2e_dot}. */
final class EscapedName {
  private static final String PREFIX = "U__";

  private EscapedName() {}

  /** The name behind an escaped one; any other text is the name itself. */
  static String unescape(String text) {
    if (!text.startsWith(PREFIX)) {
      return text;
    }
    StringBuilder name = new StringBuilder();
    int at = PREFIX.length();
    while (at < text.length()) {
      int code = text.codePointAt(at);
      if (code != '_') {
        name.appendCodePoint(code);
        at += Character.charCount(code);
      } else if (text.startsWith("__", at)) {
        name.append('_');
        at += 2;
      } else {
        int end = text.indexOf('_', at + 1);
        int point = end < 0 ? -1 : hex(text, at + 1, end);
        if (point < 0) {
          return text;
        }
        name.appendCodePoint(point);
        at = end + 1;
      }
    }
    return name.toString();
  }

  private static int hex(String text, int from, int to) {
    if (to - from > 6) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    return surrogate || !Character.isValidCodePoint(value) ? -1 : value;
  }
}
