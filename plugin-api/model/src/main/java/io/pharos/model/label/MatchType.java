package io.pharos.model.label;

/** How a matcher compares a value. */
public enum MatchType {
  /** The value is equal. */
  EQUAL("="),
  /** The value differs. */
  NOT_EQUAL("!="),
  /** The whole value matches the RE2 expression, in which a dot matches a newline too. */
  REGEX("=~"),
  /** The whole value does not match the RE2 expression. */
  NOT_REGEX("!~");

  private final String sign;

  MatchType(String sign) {
    this.sign = sign;
  }

  /** The operator as it is written. */
  public String sign() {
    return sign;
  }

  /** Whether a value that fails the plain condition is selected. */
  public boolean isNegative() {
    return this == NOT_EQUAL || this == NOT_REGEX;
  }

  /** Whether the matcher's value is a regular expression. */
  public boolean isRegex() {
    return this == REGEX || this == NOT_REGEX;
  }
}
