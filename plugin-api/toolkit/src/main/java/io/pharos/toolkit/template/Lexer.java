package io.pharos.toolkit.template;

import io.pharos.toolkit.template.Token.Type;
import java.util.Map;

/** Cuts a template into tokens. Confined to one thread. */
final class Lexer {
  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final String SPACES = " \t\r\n";
  private static final Map<String, Type> KEYWORDS =
      Map.ofEntries(
          Map.entry("block", Type.BLOCK),
          Map.entry("break", Type.BREAK),
          Map.entry("continue", Type.CONTINUE),
          Map.entry("define", Type.DEFINE),
          Map.entry("else", Type.ELSE),
          Map.entry("end", Type.END),
          Map.entry("if", Type.IF),
          Map.entry("nil", Type.NIL),
          Map.entry("range", Type.RANGE),
          Map.entry("template", Type.TEMPLATE),
          Map.entry("with", Type.WITH));

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
      return new Token(Type.EOF, input.length(), "EOF", startLine);
    }
    return inAction ? insideAction() : text();
  }

  private Token emit(Type type) {
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
    return new Token(Type.ERROR, start, message, startLine);
  }

  private Token end() {
    ended = true;
    return new Token(Type.EOF, at, "EOF", startLine);
  }

  private Token text() {
    while (true) {
      int open = input.indexOf(LEFT, at);
      if (open < 0) {
        at = input.length();
        return at > start ? emit(Type.TEXT) : end();
      }
      boolean trim = isLeftTrim(open + 2);
      int stop = open;
      while (trim && stop > start && isSpace(input.charAt(stop - 1))) {
        stop--;
      }
      if (stop > start) {
        at = stop;
        return emit(Type.TEXT);
      }
      at = open;
      advance();
      int inside = open + 2 + (trim ? 2 : 0);
      if (!input.startsWith("/*", inside)) {
        at = open + 2;
        Token token = emit(Type.LEFT_DELIM);
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
      case '=' -> single(Type.ASSIGN);
      case '|' -> single(Type.PIPE);
      case '(' -> {
        parens++;
        yield single(Type.LEFT_PAREN);
      }
      case ')' -> --parens < 0 ? error("unexpected right paren") : single(Type.RIGHT_PAREN);
      case ':' -> {
        if (peek(1) != '=') {
          yield error("expected :=");
        }
        at += 2;
        yield emit(Type.DECLARE);
      }
      case '"' -> quoted('"', Type.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', Type.CHAR_CONSTANT, "unterminated character constant");
      case '`' -> raw();
      case '$' -> fieldOrVariable(Type.VARIABLE);
      case '.' -> fieldOrVariable(Type.FIELD);
      default -> word();
    };
  }

  private Token rightDelimiter(boolean trim) {
    if (trim) {
      at += 2;
      advance();
    }
    at += 2;
    Token token = emit(Type.RIGHT_DELIM);
    if (trim) {
      skipSpaces();
      advance();
    }
    inAction = false;
    return token;
  }

  private Token single(Type type) {
    at++;
    return emit(type);
  }

  private Token space() {
    while (at < input.length() && isSpace(input.charAt(at)) && !isRightTrim(at)) {
      at++;
    }
    return emit(Type.SPACE);
  }

  private Token quoted(char mark, Type type, String unterminated) {
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
    return emit(Type.RAW_STRING);
  }

  private Token fieldOrVariable(Type type) {
    at++;
    if (atTerminator()) {
      return emit(type == Type.VARIABLE ? Type.VARIABLE : Type.DOT);
    }
    skipAlphanumerics();
    return atTerminator() ? emit(type) : badCharacter();
  }

  private Token word() {
    int c = input.codePointAt(at);
    if (!isAlphanumeric(c)) {
      at += Character.charCount(c);
      return c < 0x80 && GoText.isPrint(c)
          ? emit(Type.CHAR)
          : error("unrecognized character in action: " + unicode(c));
    }
    skipAlphanumerics();
    if (!atTerminator()) {
      return badCharacter();
    }
    String word = input.substring(start, at);
    Type keyword = KEYWORDS.get(word);
    if (keyword != null) {
      return emit(keyword);
    }
    return emit(word.equals("true") || word.equals("false") ? Type.BOOL : Type.IDENTIFIER);
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
      return emit(Type.NUMBER);
    }
    if (!scanNumber() || input.charAt(at - 1) != 'i') {
      return error("bad number syntax: " + GoText.quote(input.substring(start, at), false));
    }
    return emit(Type.COMPLEX);
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
    return c == '_' || Character.isLetter(c) || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }
}
