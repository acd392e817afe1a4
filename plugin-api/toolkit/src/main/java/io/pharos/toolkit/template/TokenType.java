package io.pharos.toolkit.template;

/** What a token is; keywords come last. */
enum TokenType {
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
