package io.pharos.toolkit.template;

/**
 * A word of a template. Immutable.
 *
 * @param at where it begins, in characters of the text
 * @param line counted from 1
 */
record Token(Type type, int at, String text, int line) {
  /** What a token is; keywords come last. */
  enum Type {
    ERROR,
    EOF,
    TEXT,
    LEFT_DELIM,
    RIGHT_DELIM,
    SPACE,
    BOOL,
    CHAR,
    CHAR_CONSTANT,
    COMPLEX,
    NUMBER,
    STRING,
    RAW_STRING,
    ASSIGN,
    DECLARE,
    PIPE,
    LEFT_PAREN,
    RIGHT_PAREN,
    FIELD,
    VARIABLE,
    IDENTIFIER,
    DOT,
    BLOCK,
    BREAK,
    CONTINUE,
    DEFINE,
    ELSE,
    END,
    IF,
    NIL,
    RANGE,
    TEMPLATE,
    WITH;

    boolean isKeyword() {
      return compareTo(DOT) >= 0;
    }
  }

  /** How error messages name it. */
  @Override
  public String toString() {
    if (type == Type.EOF) {
      return "EOF";
    }
    if (type == Type.ERROR) {
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
