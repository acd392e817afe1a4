package io.pharos.toolkit.template;

/**
 * A word of a template. Immutable.
 *
 * @param at where it begins, in characters of the text
 * @param line counted from 1
 */
record Token(TokenType type, int at, String text, int line) {
  /** How error messages name it. */
  @Override
  public String toString() {
    if (type == TokenType.EOF) {
      return "EOF";
    }
    if (type == TokenType.ERROR) {
      return text;
    }
    if (type.isKeyword()) {
      return "<" + text + ">";
    }
    if (text.codePointCount(0, text.length()) > 10) {
      return GoText.quote(text.substring(0, text.offsetByCodePoints(0, 10)), false) + "...";
    }
    return GoText.quote(text, false);
  }
}
