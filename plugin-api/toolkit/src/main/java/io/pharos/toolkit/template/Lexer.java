package io.pharos.toolkit.template;

import java.util.Map;

/** Cuts a template into tokens. Confined to one thread. */
final class Lexer {
  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final String SPACES = " \t\r\n";
  private static final Map<String, TokenType> KEYWORDS =
      Map.ofEntries(
          Map.entry("block", TokenType.BLOCK),
          Map.entry("break", TokenType.BREAK),
          Map.entry("continue", TokenType.CONTINUE),
          Map.entry("define", TokenType.DEFINE),
          Map.entry("else", TokenType.ELSE),
          Map.entry("end", TokenType.END),
          Map.entry("if", TokenType.IF),
          Map.entry("nil", TokenType.NIL),
          Map.entry("range", TokenType.RANGE),
          Map.entry("template", TokenType.TEMPLATE),
          Map.entry("with", TokenType.WITH));

  private final String input;
  private int at;
  private int start;
  private int line = 1;
  private int startLine = 1;
  private int parens;
  private boolean inAction;
  private boolean ended;

  Lexer(String input) {
    this.input = input;
  }

  /** The next token; after an error or the end, the end again and again. */
  Token next() {
    if (ended) {
      return new Token(TokenType.EOF, input.length(), "EOF", startLine);
    }
    return inAction ? insideAction() : text();
  }

  private Token emit(TokenType type) {
    Token token = new Token(type, start, input.substring(start, at), startLine);
    advance();
    return token;
  }

  /** Forgets what was read since the last token. */
  private void advance() {
    for (int i = start; i < at; i++) {
      if (input.charAt(i) == '\n') {
        line++;
      }
    }
    start = at;
    startLine = line;
  }

  private Token error(String message) {
    ended = true;
    return new Token(TokenType.ERROR, start, message, startLine);
  }

  private Token end() {
    ended = true;
    return new Token(TokenType.EOF, at, "EOF", startLine);
  }

  private Token text() {
    while (true) {
      int open = input.indexOf(LEFT, at);
      if (open < 0) {
        at = input.length();
        return at > start ? emit(TokenType.TEXT) : end();
      }
      boolean trim = isLeftTrim(open + 2);
      int stop = open;
      while (trim && stop > start && isSpace(input.charAt(stop - 1))) {
        stop--;
      }
      if (stop > start) {
        at = stop;
        return emit(TokenType.TEXT);
      }
      at = open;
      advance();
      int inside = open + 2 + (trim ? 2 : 0);
      if (!input.startsWith("/*", inside)) {
        at = open + 2;
        Token token = emit(TokenType.LEFT_DELIM);
        at = inside;
        advance();
        inAction = true;
        parens = 0;
        return token;
      }
      at = inside;
      advance();
      Token error = comment();
      if (error != null) {
        return error;
      }
    }
  }

  private @org.jspecify.annotations.Nullable Token comment() {
    int close = input.indexOf("*/", at + 2);
    if (close < 0) {
      return error("unclosed comment");
    }
    at = close + 2;
    boolean trim = isRightTrim(at);
    if (!trim && !input.startsWith(RIGHT, at)) {
      return error("comment ends before closing delimiter");
    }
    at += trim ? 4 : 2;
    if (trim) {
      skipSpaces();
    }
    advance();
    return null;
  }

  private boolean isLeftTrim(int place) {
    return place + 1 < input.length()
        && input.charAt(place) == '-'
        && isSpace(input.charAt(place + 1));
  }

  /** Whether here stands a blank, a dash, and the closing delimiter. */
  private boolean isRightTrim(int place) {
    return place < input.length()
        && isSpace(input.charAt(place))
        && input.startsWith("-" + RIGHT, place + 1);
  }

  private void skipSpaces() {
    while (at < input.length() && isSpace(input.charAt(at))) {
      at++;
    }
  }

  private Token insideAction() {
    boolean trim = isRightTrim(at);
    if (trim || input.startsWith(RIGHT, at)) {
      return parens == 0 ? rightDelimiter(trim) : error("unclosed left paren");
    }
    if (at >= input.length()) {
      return error("unclosed action");
    }
    char c = input.charAt(at);
    if (isSpace(c)) {
      return space();
    }
    if (isDigit(c) || c == '+' || c == '-' || (c == '.' && isDigit(peek(1)))) {
      return number();
    }
    return switch (c) {
      case '=' -> single(TokenType.ASSIGN);
      case '|' -> single(TokenType.PIPE);
      case '(' -> {
        parens++;
        yield single(TokenType.LEFT_PAREN);
      }
      case ')' -> --parens < 0 ? error("unexpected right paren") : single(TokenType.RIGHT_PAREN);
      case ':' -> {
        if (peek(1) != '=') {
          yield error("expected :=");
        }
        at += 2;
        yield emit(TokenType.DECLARE);
      }
      case '"' -> quoted('"', TokenType.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', TokenType.CHAR_CONSTANT, "unterminated character constant");
      case '`' -> raw();
      case '$' -> fieldOrVariable(TokenType.VARIABLE);
      case '.' -> fieldOrVariable(TokenType.FIELD);
      default -> word();
    };
  }

  private Token rightDelimiter(boolean trim) {
    if (trim) {
      at += 2;
      advance();
    }
    at += 2;
    Token token = emit(TokenType.RIGHT_DELIM);
    if (trim) {
      skipSpaces();
      advance();
    }
    inAction = false;
    return token;
  }

  private Token single(TokenType type) {
    at++;
    return emit(type);
  }

  private Token space() {
    while (at < input.length() && isSpace(input.charAt(at)) && !isRightTrim(at)) {
      at++;
    }
    return emit(TokenType.SPACE);
  }

  private Token quoted(char mark, TokenType type, String unterminated) {
    at++;
    while (at < input.length() && input.charAt(at) != mark) {
      if (input.charAt(at) == '\\') {
        at++;
      }
      if (at >= input.length() || input.charAt(at) == '\n') {
        return error(unterminated);
      }
      at++;
    }
    if (at >= input.length()) {
      return error(unterminated);
    }
    at++;
    return emit(type);
  }

  private Token raw() {
    int close = input.indexOf('`', at + 1);
    if (close < 0) {
      return error("unterminated raw quoted string");
    }
    at = close + 1;
    return emit(TokenType.RAW_STRING);
  }

  private Token fieldOrVariable(TokenType type) {
    at++;
    if (atTerminator()) {
      return emit(type == TokenType.VARIABLE ? TokenType.VARIABLE : TokenType.DOT);
    }
    skipAlphanumerics();
    return atTerminator() ? emit(type) : badCharacter();
  }

  private Token word() {
    int c = input.codePointAt(at);
    if (!isAlphanumeric(c)) {
      at += Character.charCount(c);
      return c < 0x80 && GoText.isPrint(c)
          ? emit(TokenType.CHAR)
          : error("unrecognized character in action: " + unicode(c));
    }
    skipAlphanumerics();
    if (!atTerminator()) {
      return badCharacter();
    }
    String word = input.substring(start, at);
    TokenType keyword = KEYWORDS.get(word);
    if (keyword != null) {
      return emit(keyword);
    }
    return emit(
        word.equals("true") || word.equals("false") ? TokenType.BOOL : TokenType.IDENTIFIER);
  }

  private Token badCharacter() {
    return error("bad character " + unicode(input.codePointAt(at)));
  }

  private static String unicode(int c) {
    return GoFormat.sprintf("%#U", (long) c);
  }

  private Token number() {
    if (!scanNumber()) {
      return error("bad number syntax: " + GoText.quote(input.substring(start, at), false));
    }
    char sign = peek(0);
    if (sign != '+' && sign != '-') {
      return emit(TokenType.NUMBER);
    }
    if (!scanNumber() || input.charAt(at - 1) != 'i') {
      return error("bad number syntax: " + GoText.quote(input.substring(start, at), false));
    }
    return emit(TokenType.COMPLEX);
  }

  private boolean scanNumber() {
    accept("+-");
    String digits = "0123456789_";
    if (accept("0")) {
      if (accept("xX")) {
        digits = "0123456789abcdefABCDEF_";
      } else if (accept("oO")) {
        digits = "01234567_";
      } else if (accept("bB")) {
        digits = "01_";
      }
    }
    acceptRun(digits);
    if (accept(".")) {
      acceptRun(digits);
    }
    if ((digits.length() == 11 && accept("eE")) || (digits.length() == 23 && accept("pP"))) {
      accept("+-");
      acceptRun("0123456789_");
    }
    accept("i");
    if (at < input.length() && isAlphanumeric(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
      return false;
    }
    return true;
  }

  private boolean accept(String any) {
    if (at < input.length() && any.indexOf(input.charAt(at)) >= 0) {
      at++;
      return true;
    }
    return false;
  }

  private void acceptRun(String any) {
    while (accept(any)) {
      // as long as it goes
    }
  }

  private void skipAlphanumerics() {
    while (at < input.length() && isAlphanumeric(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
    }
  }

  private boolean atTerminator() {
    return at >= input.length()
        || isSpace(input.charAt(at))
        || ".,|:)(".indexOf(input.charAt(at)) >= 0
        || input.startsWith(RIGHT, at);
  }

  private char peek(int ahead) {
    return at + ahead < input.length() ? input.charAt(at + ahead) : 0;
  }

  private static boolean isSpace(char c) {
    return SPACES.indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphanumeric(int c) {
    return c == '_'
        || Character.isLetter(c)
        || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }
}
