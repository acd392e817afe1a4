package io.pharos.query.promql.lexer;

/**
 * A piece of the text. Immutable.
 *
 * @param text as it is written; for an error, the reason
 * @param start index of its first character
 * @param end index behind its last one
 */
public record Token(TokenType type, String text, int start, int end) {
  public Span span() {
    return new Span(start, end);
  }

  /** As errors name it. */
  public String describe() {
    return switch (type) {
      case END -> "end of input";
      case ERROR -> text;
      case IDENTIFIER, METRIC_IDENTIFIER -> type.text() + " " + GoText.quote(text);
      case NUMBER, DURATION, STRING -> type.text() + " " + shortened();
      default ->
          switch (type.kind()) {
            case KEYWORD -> "<" + text + ">";
            case OPERATOR, WORD_OPERATOR -> "<op:" + text + ">";
            case AGGREGATOR -> "<aggr:" + text + ">";
            case PUNCTUATION, VARIABLE -> GoText.quote(text);
          };
    };
  }

  private String shortened() {
    return text.codePointCount(0, text.length()) > 10
        ? GoText.quote(text.substring(0, text.offsetByCodePoints(0, 10))) + "..."
        : GoText.quote(text);
  }
}
