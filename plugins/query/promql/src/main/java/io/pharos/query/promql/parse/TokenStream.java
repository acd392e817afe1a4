package io.pharos.query.promql.parse;

import io.pharos.query.promql.lexer.Lexer;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.lexer.Token;
import io.pharos.query.promql.lexer.TokenType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The tokens of a query with a place in them, and what is being read there, for errors. Confined to
 * one thread.
 */
final class TokenStream {
  private record Context(String what, String expected) {}

  private final List<Token> tokens;
  private final Deque<Context> contexts = new ArrayDeque<>();
  private int at;

  TokenStream(String text) {
    tokens = Lexer.tokens(text);
  }

  Token peek() {
    return tokens.get(at);
  }

  TokenType type() {
    return tokens.get(at).type();
  }

  /** The type of the token behind the next one. */
  TokenType second() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1)).type();
  }

  /** The end of what was taken last. */
  int lastEnd() {
    return at == 0 ? 0 : tokens.get(at - 1).end();
  }

  Token take() {
    Token token = tokens.get(at);
    if (token.type() == TokenType.ERROR) {
      throw unexpected();
    }
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  /** Takes the next token if it is of this type. */
  boolean accept(TokenType type) {
    if (type() == type) {
      take();
      return true;
    }
    return false;
  }

  Token expect(TokenType type) {
    if (type() != type) {
      throw unexpected();
    }
    return take();
  }

  /** From here on errors say {@code in <what>, expected <expected>}, up to {@link #leave}. */
  void enter(String what, String expected) {
    contexts.push(new Context(what, expected));
  }

  /** Says something else of the innermost context. */
  void reenter(String what, String expected) {
    leave();
    enter(what, expected);
  }

  void leave() {
    contexts.pop();
  }

  /** The error that the next token is. */
  ParseException unexpected() {
    Token token = peek();
    if (token.type() == TokenType.ERROR) {
      return new ParseException(token.span(), token.text());
    }
    StringBuilder reason = new StringBuilder("unexpected ").append(token.describe());
    Context context = contexts.peek();
    if (context != null) {
      reason.append(" in ").append(context.what);
      if (!context.expected.isEmpty()) {
        reason.append(", expected ").append(context.expected);
      }
    }
    return new ParseException(new Span(token.start(), token.end()), reason.toString());
  }
}
