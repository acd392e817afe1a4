package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.MatchType;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.List;

/** Reads a series selector: {@code name{label="value", other=~'expression'}}. */
public final class SelectorText {
  private final String text;
  private final List<LabelMatcher> matchers = new ArrayList<>();
  private int at;

  private SelectorText(String text) {
    this.text = text;
  }

  /** The matchers of a selector; a {@code ConfigException} says what is wrong with it. */
  public static List<LabelMatcher> parse(String text) {
    SelectorText parser = new SelectorText(text);
    parser.selector();
    try {
      LabelFilter.of(parser.matchers);
    } catch (IllegalArgumentException e) {
      throw parser.wrong(String.valueOf(e.getMessage()));
    }
    return parser.matchers;
  }

  private void selector() {
    blanks();
    if (at < text.length() && isNameStart(text.charAt(at), true)) {
      matchers.add(LabelMatcher.equal(Label.NAME, name(true)));
      blanks();
    }
    if (at < text.length() && text.charAt(at) == '{') {
      at++;
      braces();
      blanks();
    }
    if (at < text.length() || matchers.isEmpty()) {
      throw wrong("unexpected " + (at < text.length() ? "'" + text.charAt(at) + "'" : "end"));
    }
  }

  private void braces() {
    blanks();
    while (!take('}')) {
      matcher();
      blanks();
      if (!take(',')) {
        if (!take('}')) {
          throw wrong("expected ',' or '}'");
        }
        return;
      }
      blanks();
    }
  }

  private void matcher() {
    char c = at < text.length() ? text.charAt(at) : 0;
    boolean isQuoted = isQuote(c);
    if (!isQuoted && !isNameStart(c, false)) {
      throw wrong("expected a label name");
    }
    String name = isQuoted ? string() : name(false);
    blanks();
    char next = at < text.length() ? text.charAt(at) : 0;
    if (isQuoted && (next == ',' || next == '}')) {
      matchers.add(LabelMatcher.equal(Label.NAME, name));
      return;
    }
    MatchType type = type();
    blanks();
    if (at == text.length() || !isQuote(text.charAt(at))) {
      throw wrong("expected a quoted value");
    }
    matchers.add(new LabelMatcher(type, name, string()));
  }

  private MatchType type() {
    for (MatchType type :
        List.of(MatchType.REGEX, MatchType.NOT_REGEX, MatchType.NOT_EQUAL, MatchType.EQUAL)) {
      if (text.startsWith(type.sign(), at)) {
        at += type.sign().length();
        return type;
      }
    }
    throw wrong("expected =, !=, =~ or !~");
  }

  private String string() {
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && quote != '`') {
        c = escaped();
      }
      value.append(c);
    }
    if (!take(quote)) {
      throw wrong("unterminated string");
    }
    return value.toString();
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\', '"', '\'' -> c;
      default -> throw wrong("unknown escape");
    };
  }

  private String name(boolean isMetric) {
    int from = at;
    while (at < text.length()
        && (isNameStart(text.charAt(at), isMetric)
            || (text.charAt(at) >= '0' && text.charAt(at) <= '9'))) {
      at++;
    }
    return text.substring(from, at);
  }

  private static boolean isNameStart(char c, boolean isMetric) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (isMetric && c == ':');
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private ConfigException wrong(String reason) {
    return new ConfigException("selector '" + text + "': " + reason + " at " + (at + 1));
  }
}
