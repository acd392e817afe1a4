package io.pharos.query.promql.ast;

/** What an expression gives. */
public enum ValueType {
  SCALAR("scalar", "scalar"),
  VECTOR("vector", "instant vector"),
  MATRIX("matrix", "range vector"),
  STRING("string", "string");

  private final String word;
  private final String description;

  ValueType(String word, String description) {
    this.word = word;
    this.description = description;
  }

  /** The word of the HTTP API. */
  public String word() {
    return word;
  }

  /** The words of documentation and errors. */
  public String description() {
    return description;
  }
}
