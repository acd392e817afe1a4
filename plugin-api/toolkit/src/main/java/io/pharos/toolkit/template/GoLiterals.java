package io.pharos.toolkit.template;

/** Reads string literals of Go. */
public final class GoLiterals {
  private GoLiterals() {}

  /**
   * The text that a literal in double quotes or back quotes stands for.
   *
   * @throws IllegalArgumentException if it is none, or no text in UTF-8
   */
  public static String unquote(String literal) {
    try {
      String text = GoText.unquote(literal);
      if (text.codePoints().anyMatch(GoText::isEscape)) {
        throw new IllegalArgumentException("invalid UTF-8: " + literal);
      }
      return text;
    } catch (TemplateException e) {
      throw new IllegalArgumentException(e.getMessage() + ": " + literal, e);
    }
  }
}
