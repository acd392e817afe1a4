package io.pharos.alert.router;

import io.pharos.model.label.MatchType;
import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads matchers as the original does by default: by the newer grammar, by the older one where that
 * fails, and by the older one where both succeed but differ. Confined to one thread.
 */
final class MatcherParser {
  private static final Pattern CLASSIC =
      Pattern.compile("^\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*((?s).*?)\\s*$");
  private static final String RESERVED = "{}!=~,\\\"'`";

  private final String text;
  private int at;

  private MatcherParser(String text) {
    this.text = text;
  }

  /**
   * Reads a text of any number of matchers.
   *
   * @throws ConfigException in the original's words
   */
  static List<AlertMatcher> parse(String text) {
    List<AlertMatcher> newer = tryNewer(text);
    try {
      List<AlertMatcher> older = classic(text);
      return newer == null || !newer.equals(older) ? older : newer;
    } catch (ConfigException e) {
      if (newer != null) {
        return newer;
      }
      throw e;
    }
  }

  /**
   * Reads a text of exactly one matcher, without braces.
   *
   * @throws ConfigException in the original's words
   */
  static AlertMatcher parseOne(String text) {
    if (text.startsWith("{") || text.endsWith("}")) {
      throw new ConfigException("unexpected open or close brace: " + text);
    }
    List<AlertMatcher> matchers = parse(text);
    if (matchers.size() != 1) {
      throw new ConfigException("bad matcher format: " + text);
    }
    return matchers.getFirst();
  }

  private static @Nullable List<AlertMatcher> tryNewer(String text) {
    try {
      return new MatcherParser(text).matchers();
    } catch (ConfigException e) {
      // the older grammar says what is wrong, as in the original
      return null;
    }
  }

  private List<AlertMatcher> matchers() {
    List<AlertMatcher> found = new ArrayList<>();
    skip();
    boolean braces = accept('{');
    skip();
    while (at < text.length() && text.charAt(at) != '}') {
      found.add(matcher());
      skip();
      if (!accept(',')) {
        break;
      }
      skip();
    }
    if (accept('}') != braces) {
      throw bad();
    }
    skip();
    if (at < text.length()) {
      throw bad();
    }
    return found;
  }

  private AlertMatcher matcher() {
    String name = word();
    skip();
    MatchType type = type();
    skip();
    String value = word();
    if (name.isEmpty()) {
      throw bad();
    }
    return new AlertMatcher(type, name, value);
  }

  private MatchType type() {
    for (MatchType type :
        List.of(MatchType.REGEX, MatchType.NOT_REGEX, MatchType.NOT_EQUAL, MatchType.EQUAL)) {
      if (text.startsWith(type.sign(), at)) {
        at += 2;
        at -= type == MatchType.EQUAL ? 1 : 0;
        return type;
      }
    }
    throw bad();
  }

  private String word() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length()
        && RESERVED.indexOf(text.charAt(at)) < 0
        && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw bad();
    }
    return text.substring(start, at);
  }

  private String quoted() {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw bad();
    }
    String literal = text.substring(at, end + 1);
    at = end + 1;
    try {
      return io.pharos.toolkit.template.GoLiterals.unquote(literal);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(ConfigException.Code.INVALID, "bad matcher format: " + text, e);
    }
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private ConfigException bad() {
    return new ConfigException("bad matcher format: " + text);
  }

  private static List<AlertMatcher> classic(String text) {
    String inside = text;
    inside = inside.startsWith("{") ? inside.substring(1) : inside;
    inside = inside.endsWith("}") ? inside.substring(0, inside.length() - 1) : inside;
    List<AlertMatcher> found = new ArrayList<>();
    if (inside.isBlank()) {
      return found;
    }
    List<String> tokens = split(inside);
    for (int i = 0; i < tokens.size(); i++) {
      boolean trailing = i == tokens.size() - 1 && tokens.get(i).isBlank();
      if (!trailing) {
        found.add(classicOne(tokens.get(i)));
      }
    }
    return found;
  }

  private static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    StringBuilder token = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' && !quoted) {
        tokens.add(token.toString());
        token.setLength(0);
        continue;
      }
      if (c == '\\' && i + 1 < text.length()) {
        token.append(c).append(text.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      token.append(c);
    }
    tokens.add(token.toString());
    return tokens;
  }

  private static AlertMatcher classicOne(String token) {
    Matcher parts = CLASSIC.matcher(token);
    if (!parts.matches()) {
      throw new ConfigException("bad matcher format: " + token.strip());
    }
    String value = parts.group(3);
    String raw = value == null ? "" : value;
    boolean quoted = raw.startsWith("\"");
    raw = quoted ? raw.substring(1) : raw;
    StringBuilder plain = new StringBuilder();
    boolean closed = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length()) {
        char next = raw.charAt(++i);
        switch (next) {
          case 'n' -> plain.append('\n');
          case '"', '\\' -> plain.append(next);
          default -> plain.append(c).append(next);
        }
      } else if (c == '"') {
        if (!quoted || i != raw.length() - 1) {
          throw new ConfigException("matcher value contains unescaped double quote: " + value);
        }
        closed = true;
      } else {
        plain.append(c);
      }
    }
    if (quoted && !closed) {
      throw new ConfigException("matcher value contains unescaped double quote: " + value);
    }
    MatchType type = MatchType.EQUAL;
    for (MatchType one : MatchType.values()) {
      if (one.sign().equals(parts.group(2))) {
        type = one;
      }
    }
    return new AlertMatcher(type, String.valueOf(parts.group(1)), plain.toString());
  }
}
