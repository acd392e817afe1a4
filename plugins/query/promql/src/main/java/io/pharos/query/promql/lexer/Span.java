package io.pharos.query.promql.lexer;

import java.nio.charset.StandardCharsets;

/**
 * A part of the query's text. Immutable.
 *
 * @param start index of the first character
 * @param end index behind the last one
 */
public record Span(int start, int end) {
  /** From the start of one part to the end of another. */
  public static Span of(Span first, Span last) {
    return new Span(first.start, last.end);
  }

  /** Line and column of the start, counted from 1 and in bytes, as {@code 1:7}. */
  public String position(String text) {
    if (text.isEmpty()) {
      return "unknown position";
    }
    int upTo = Math.min(start, text.length());
    int lineStart = text.lastIndexOf('\n', upTo - 1) + 1;
    long line = text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    int column = text.substring(lineStart, upTo).getBytes(StandardCharsets.UTF_8).length + 1;
    return line + ":" + (column + start - upTo);
  }

  /** The part itself. */
  public String of(String text) {
    return text.substring(Math.min(start, text.length()), Math.min(end, text.length()));
  }
}
