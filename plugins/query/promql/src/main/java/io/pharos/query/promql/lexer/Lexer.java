package io.pharos.query.promql.lexer;

import static io.pharos.query.promql.lexer.TokenType.COLON;
import static io.pharos.query.promql.lexer.TokenType.COMMA;
import static io.pharos.query.promql.lexer.TokenType.DURATION;
import static io.pharos.query.promql.lexer.TokenType.END;
import static io.pharos.query.promql.lexer.TokenType.EQUAL;
import static io.pharos.query.promql.lexer.TokenType.ERROR;
import static io.pharos.query.promql.lexer.TokenType.IDENTIFIER;
import static io.pharos.query.promql.lexer.TokenType.LEFT_BRACE;
import static io.pharos.query.promql.lexer.TokenType.LEFT_BRACKET;
import static io.pharos.query.promql.lexer.TokenType.LEFT_PAREN;
import static io.pharos.query.promql.lexer.TokenType.METRIC_IDENTIFIER;
import static io.pharos.query.promql.lexer.TokenType.NOT_EQUAL;
import static io.pharos.query.promql.lexer.TokenType.NOT_REGEX;
import static io.pharos.query.promql.lexer.TokenType.NUMBER;
import static io.pharos.query.promql.lexer.TokenType.REGEX;
import static io.pharos.query.promql.lexer.TokenType.RIGHT_BRACE;
import static io.pharos.query.promql.lexer.TokenType.RIGHT_BRACKET;
import static io.pharos.query.promql.lexer.TokenType.RIGHT_PAREN;
import static io.pharos.query.promql.lexer.TokenType.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query into tokens. What no token begins with becomes a token of type ERROR, the last one,
 * so that an error of grammar before it comes first. Confined to one thread.
 */
public final class Lexer {
  private static final int NOTHING = -1;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int start;
  private int parens;
  private boolean inBraces;
  private boolean inBrackets;
  private boolean colonSeen;
  private boolean done;

  private Lexer(String text) {
    this.text = text;
  }

  /** All tokens of the text; the last is of type END or ERROR. */
  public static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    while (!lexer.done) {
      if (lexer.inBraces) {
        lexer.readInBraces();
      } else {
        lexer.readOutside();
      }
    }
    return lexer.tokens;
  }

  private void readOutside() {
    skipBlanks();
    int c = peek();
    switch (c) {
      case NOTHING -> end();
      case ',' -> single(COMMA);
      case '(' -> {
        parens++;
        single(LEFT_PAREN);
      }
      case ')' -> closeParen();
      case '{' -> {
        inBraces = true;
        single(LEFT_BRACE);
      }
      case '[' -> openBracket();
      case ']' -> closeBracket();
      case '"', '\'' -> string(c);
      case '`' -> rawString();
      case ':' -> colon();
      default -> {
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
          number();
        } else if (isLetter(c)) {
          word();
        } else {
          operator(c);
        }
      }
    }
  }

  private void end() {
    if (parens > 0) {
      error("unclosed left parenthesis");
    } else if (inBrackets) {
      error("unclosed left bracket");
    } else {
      add(END);
      done = true;
    }
  }

  private void closeParen() {
    at++;
    if (--parens < 0) {
      start = at;
      error("unexpected right parenthesis ')'");
    } else {
      add(RIGHT_PAREN);
    }
  }

  private void openBracket() {
    if (inBrackets) {
      error("unexpected left bracket '['");
      return;
    }
    inBrackets = true;
    colonSeen = false;
    single(LEFT_BRACKET);
  }

  private void closeBracket() {
    if (!inBrackets) {
      error("unexpected right bracket ']'");
      return;
    }
    inBrackets = false;
    single(RIGHT_BRACKET);
  }

  private void colon() {
    if (!inBrackets) {
      word();
    } else if (colonSeen) {
      error("unexpected colon ':'");
    } else {
      colonSeen = true;
      single(COLON);
    }
  }

  private void operator(int c) {
    at += Character.charCount(c);
    int next = peek();
    switch (c) {
      case '=' -> {
        if (next == '~') {
          error("unexpected character after '=': '~'");
        } else if (next == '=') {
          single(TokenType.EQUALS);
        } else {
          add(EQUAL);
        }
      }
      case '!' -> {
        if (next == '=') {
          single(NOT_EQUAL);
        } else {
          error(
              "unexpected character after '!': "
                  + (next == NOTHING ? "'\\x00'" : GoText.quoteCharacter(next)));
        }
      }
      case '<' -> compare(next, TokenType.LESS, TokenType.LESS_EQUAL, TokenType.TRIM_UPPER);
      case '>' -> compare(next, TokenType.GREATER, TokenType.GREATER_EQUAL, TokenType.TRIM_LOWER);
      case '+' -> add(TokenType.ADD);
      case '-' -> add(TokenType.SUB);
      case '*' -> add(TokenType.MUL);
      case '/' -> add(TokenType.DIV);
      case '%' -> add(TokenType.MOD);
      case '^' -> add(TokenType.POW);
      case '@' -> add(TokenType.AT);
      default -> error("unexpected character: " + GoText.quoteCharacter(c));
    }
  }

  private void compare(int next, TokenType alone, TokenType withEqual, TokenType withSlash) {
    if (next == '=') {
      single(withEqual);
    } else if (next == '/') {
      single(withSlash);
    } else {
      add(alone);
    }
  }

  private void readInBraces() {
    skipBlanks();
    int c = peek();
    switch (c) {
      case NOTHING -> error("unexpected end of input inside braces");
      case ',' -> single(COMMA);
      case '"', '\'' -> string(c);
      case '`' -> rawString();
      case '{' -> error("unexpected left brace '{'");
      case '}' -> {
        inBraces = false;
        single(RIGHT_BRACE);
      }
      case '=' -> {
        at++;
        if (peek() == '~') {
          single(REGEX);
        } else {
          add(EQUAL);
        }
      }
      case '!' -> {
        at++;
        int next = peek();
        if (next == '~') {
          single(NOT_REGEX);
        } else if (next == '=') {
          single(NOT_EQUAL);
        } else {
          error(
              "unexpected character after '!' inside braces: "
                  + (next == NOTHING ? "'\\x00'" : GoText.quoteCharacter(next)));
        }
      }
      default -> {
        if (!isLetter(c)) {
          error("unexpected character inside braces: " + GoText.quoteCharacter(c));
          return;
        }
        while (isLetter(peek()) || isDigit(peek())) {
          at++;
        }
        add(IDENTIFIER);
      }
    }
  }

  private void word() {
    while (isLetter(peek()) || isDigit(peek()) || (peek() == ':' && !inBrackets)) {
      at++;
    }
    String word = text.substring(start, at);
    TokenType keyword = TokenType.ofWord(word.toLowerCase(Locale.ROOT));
    if (keyword != null) {
      add(keyword);
    } else {
      add(word.indexOf(':') < 0 ? IDENTIFIER : METRIC_IDENTIFIER);
    }
  }

  private void number() {
    NumberScan scan = new NumberScan(text, start);
    at = scan.end();
    switch (scan.result()) {
      case NUMBER -> add(NUMBER);
      case DURATION -> add(DURATION);
      case WRONG ->
          error("bad number or duration syntax: " + GoText.quote(text.substring(start, at)));
    }
  }

  private void string(int quote) {
    at++;
    while (true) {
      int c = peek();
      if (c == NOTHING || c == '\n') {
        error("unterminated quoted string");
        return;
      }
      at += Character.charCount(c);
      if (c == quote) {
        add(STRING);
        return;
      }
      if (c == '\\') {
        String wrong = escape(quote);
        if (wrong != null) {
          error(wrong);
          return;
        }
      }
    }
  }

  private @Nullable String escape(int quote) {
    int c = peek();
    if (c == NOTHING) {
      return "escape sequence not terminated";
    }
    if (c == quote || "abfnrtv\\".indexOf(c) >= 0) {
      at++;
      return null;
    }
    if (c >= '0' && c <= '7') {
      return digits(3, 8, 255);
    }
    at += Character.charCount(c);
    return switch (c) {
      case 'x' -> digits(2, 16, 255);
      case 'u' -> digits(4, 16, Character.MAX_CODE_POINT);
      case 'U' -> digits(8, 16, Character.MAX_CODE_POINT);
      default -> "unknown escape sequence " + GoText.describeCharacter(c);
    };
  }

  private @Nullable String digits(int count, int base, int most) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int c = peek();
      if (c == NOTHING) {
        return "escape sequence not terminated";
      }
      int digit = c < 128 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        return "illegal character " + GoText.describeCharacter(c) + " in escape sequence";
      }
      value = value * base + digit;
      at++;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    return value > most || surrogate ? "escape sequence is an invalid Unicode code point" : null;
  }

  private void rawString() {
    int close = text.indexOf('`', at + 1);
    if (close < 0) {
      error("unterminated raw string");
      return;
    }
    at = close + 1;
    add(STRING);
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else {
        break;
      }
    }
    start = at;
  }

  private int peek() {
    return at < text.length() ? text.codePointAt(at) : NOTHING;
  }

  private void single(TokenType type) {
    at++;
    add(type);
  }

  private void add(TokenType type) {
    tokens.add(new Token(type, text.substring(start, at), start, at));
  }

  private void error(String reason) {
    tokens.add(new Token(ERROR, reason, start, at));
    done = true;
  }

  private static boolean isLetter(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
