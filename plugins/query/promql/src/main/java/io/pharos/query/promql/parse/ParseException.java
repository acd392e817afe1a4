package io.pharos.query.promql.parse;

import io.pharos.query.promql.lexer.Span;

/** What is wrong with the text at one place; leaves the package as a {@code QueryException}. */
final class ParseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int start;
  private final int end;

  ParseException(Span span, String reason) {
    super(reason, null, false, false);
    this.start = span.start();
    this.end = span.end();
  }

  Span span() {
    return new Span(start, end);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
