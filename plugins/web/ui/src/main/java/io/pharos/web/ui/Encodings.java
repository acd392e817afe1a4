package io.pharos.web.ui;

import java.util.Locale;

/** The header {@code Accept-Encoding}. */
final class Encodings {
  private Encodings() {}

  /** Whether a client takes a coding: it names it, and not with a weight of zero. */
  static boolean accepts(String header, String coding) {
    for (String element : header.split(",", -1)) {
      int end = element.indexOf(';');
      String name = end < 0 ? element : element.substring(0, end);
      if (name.strip().toLowerCase(Locale.ROOT).equals(coding)) {
        return end < 0 || !isZero(element.substring(end + 1));
      }
    }
    return false;
  }

  private static boolean isZero(String parameters) {
    String weight = parameters.strip().toLowerCase(Locale.ROOT);
    return weight.matches("q\\s*=\\s*0(\\.0*)?");
  }
}
