package io.pharos.query.promql.parse;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.MatchType;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.Timing;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.lexer.Token;
import io.pharos.query.promql.lexer.TokenType;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.List;

/** Reads vector selectors: a name, matchers in braces, or both. Confined to one thread. */
final class SelectorReader {
  private final TokenStream tokens;

  SelectorReader(TokenStream tokens) {
    this.tokens = tokens;
  }

  Expr.VectorSelector selector() {
    int start = tokens.peek().start();
    String name = "";
    if (tokens.type().isMetricName()) {
      name = tokens.take().text();
    }
    List<LabelMatcher> matchers = new ArrayList<>();
    if (tokens.type() == TokenType.LEFT_BRACE) {
      braces(matchers);
    } else if (name.isEmpty()) {
      throw tokens.unexpected();
    }
    Span span = new Span(start, tokens.lastEnd());
    if (!name.isEmpty()) {
      for (LabelMatcher matcher : matchers) {
        if (matcher.name().equals(Label.NAME)) {
          throw new ParseException(
              span,
              "metric name must not be set twice: "
                  + GoText.quote(name)
                  + " or "
                  + GoText.quote(matcher.value()));
        }
      }
      matchers.add(LabelMatcher.equal(Label.NAME, name));
    }
    return new Expr.VectorSelector(name, matchers, Timing.NOW, Expr.Edges.PLAIN, span);
  }

  private void braces(List<LabelMatcher> matchers) {
    tokens.take();
    tokens.enter("label matching", "identifier or \"}\"");
    while (!tokens.accept(TokenType.RIGHT_BRACE)) {
      tokens.reenter("label matching", "identifier or \"}\"");
      matchers.add(matcher());
      tokens.reenter("label matching", "\",\" or \"}\"");
      if (!tokens.accept(TokenType.COMMA) && tokens.type() != TokenType.RIGHT_BRACE) {
        throw tokens.unexpected();
      }
    }
    tokens.leave();
  }

  private LabelMatcher matcher() {
    Token name = tokens.peek();
    if (name.type() == TokenType.STRING) {
      tokens.take();
      String text = GoText.unquote(name.text());
      if (tokens.type() == TokenType.COMMA || tokens.type() == TokenType.RIGHT_BRACE) {
        return matcher(name, MatchType.EQUAL, Label.NAME, text, name);
      }
      tokens.reenter("label matching", "\",\" or \"}\"");
      return rest(name, text);
    }
    if (name.type() != TokenType.IDENTIFIER) {
      throw tokens.unexpected();
    }
    tokens.take();
    tokens.reenter("label matching", "label matching operator");
    return rest(name, name.text());
  }

  private LabelMatcher rest(Token place, String name) {
    MatchType type =
        switch (tokens.type()) {
          case EQUAL -> MatchType.EQUAL;
          case NOT_EQUAL -> MatchType.NOT_EQUAL;
          case REGEX -> MatchType.REGEX;
          case NOT_REGEX -> MatchType.NOT_REGEX;
          default -> throw tokens.unexpected();
        };
    tokens.take();
    tokens.reenter("label matching", "string");
    Token value = tokens.expect(TokenType.STRING);
    return matcher(place, type, name, GoText.unquote(value.text()), value);
  }

  private static LabelMatcher matcher(
      Token place, MatchType type, String name, String value, Token end) {
    LabelMatcher matcher = new LabelMatcher(type, name, value);
    try {
      LabelFilter.of(matcher);
    } catch (IllegalArgumentException e) {
      throw new ParseException(Span.of(place.span(), end.span()), String.valueOf(e.getMessage()));
    }
    return matcher;
  }
}
