package io.pharos.toolkit.exposition;

import io.pharos.model.sample.MetricType;

/**
 * Reads OpenMetrics 1.0.0 and 0.0.1, where it matters as tolerantly as the original; {@link
 * OpenMetricsCheck} is the strict reading. Confined to one thread.
 */
public final class OpenMetricsParser extends ExpositionParser {
  /** Whether the last sample left something unread in its line, which the next entry trips over. */
  private boolean insideLine;

  private boolean ended;

  @Override
  void begin(int length) {
    limit = length;
    insideLine = false;
    ended = false;
  }

  @Override
  public int position() {
    return insideLine ? -1 : at;
  }

  @Override
  public int valueAt() {
    return valueToken + 1;
  }

  @Override
  public void seek(int position) {
    at = position;
    insideLine = false;
  }

  @Override
  public Entry next() throws ExpositionException {
    start = at;
    if (ended) {
      return Entry.END;
    }
    if (at >= limit) {
      throw new ExpositionException("data does not end with # EOF");
    }
    tokenStart = at;
    if (insideLine) {
      throw afterSwallowed();
    }
    byte c = body[at];
    if (c == '#') {
      return comment();
    }
    labels.clear();
    if (c == '{') {
      nameFrom = -1;
      at++;
      readLabels(labels, false);
    } else if (isNameStart(c) || c == ':') {
      nameFrom = at;
      at = metricNameEnd(at);
      nameTo = at;
      if (at < limit && body[at] == '{') {
        at++;
        readLabels(labels, false);
      }
    } else {
      throw unexpected("expected a valid start token", "INVALID");
    }
    readValue();
    return Entry.SERIES;
  }

  @Override
  public void resume(int lineStart, int valueAt) throws ExpositionException {
    start = lineStart;
    at = valueAt - 1; // the blank belongs to the token
    tokenStart = at;
    insideLine = false;
    nameFrom = lineStart;
    readValue();
  }

  /** What stands behind a sample's value where neither timestamp, exemplar nor newline does. */
  private ExpositionException afterSwallowed() {
    byte c = body[at];
    String token = "INVALID";
    if (c == '\n') {
      at++;
      token = "LINEBREAK";
    } else if (c == ' ') {
      int end = blankToken(at);
      if (end > 0) {
        at = end;
        token = "TIMESTAMP";
      } else {
        at++;
      }
    }
    return unexpected("expected a valid start token", token);
  }

  private Entry comment() throws ExpositionException {
    at++;
    expect(' ');
    byte c = at < limit ? body[at] : 0;
    String word =
        switch (c) {
          case 'H' -> "HELP";
          case 'T' -> "TYPE";
          case 'U' -> "UNIT";
          case 'E' -> "EOF";
          default -> throw unexpected("expected a valid start token", "INVALID");
        };
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    if (c == 'E') {
      if (at < limit && body[at] == '\n') {
        at++;
      }
      if (at < limit) {
        throw new ExpositionException("unexpected data after # EOF");
      }
      ended = true;
      return Entry.END;
    }
    expect(' ');
    tokenStart = at;
    readFamily(word);
    int end = at;
    while (end < limit && body[end] != '\n') {
      end++;
    }
    if (at >= limit || body[at] != ' ' || end >= limit) {
      throw new ExpositionException("expected text in " + word);
    }
    textFrom = at + 1;
    textTo = end;
    at = end + 1;
    return switch (c) {
      case 'H' -> help();
      case 'T' -> {
        statedType = type();
        typeInForce = statedType;
        yield Entry.TYPE;
      }
      default -> unit();
    };
  }

  private void expect(char c) throws ExpositionException {
    if (at >= limit || body[at] != c) {
      throw unexpected("expected a valid start token", "INVALID");
    }
    at++;
  }

  private void readFamily(String word) throws ExpositionException {
    byte c = at < limit ? body[at] : 0;
    if (c == '"') {
      int close = closingQuote(at);
      if (close >= 0) {
        nameFrom = at + 1;
        nameTo = close;
        at = close + 1;
        return;
      }
      at = -close;
    } else if (isNameStart(c) || c == ':') {
      nameFrom = at;
      at = metricNameEnd(at);
      nameTo = at;
      return;
    }
    throw unexpected("expected metric name after " + word, "INVALID");
  }

  private Entry help() throws ExpositionException {
    if (!Utf8.isValid(body, textFrom, textTo)) {
      throw new ExpositionException(
          "help text " + GoQuote.quote(body, textFrom, textTo) + " is not a valid utf8 string");
    }
    return Entry.HELP;
  }

  private MetricType type() throws ExpositionException {
    String word = Utf8.lenient(body, textFrom, textTo);
    for (MetricType type : MetricType.values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new ExpositionException("invalid metric type " + GoQuote.quote(word));
  }

  private Entry unit() throws ExpositionException {
    String unit = Utf8.lenient(body, textFrom, textTo);
    if (!unit.isEmpty() && !family().endsWith("_" + unit)) {
      throw new ExpositionException(
          "unit "
              + GoQuote.quote(unit)
              + " not a suffix of metric "
              + GoQuote.quote(body, nameFrom, nameTo));
    }
    return Entry.UNIT;
  }

  @Override
  public String text() {
    return unescape(textFrom, textTo, true);
  }

  private void readLabels(Spans into, boolean ofExemplar) throws ExpositionException {
    byte c = token();
    while (c != '}') {
      int from;
      int to;
      boolean quoted = c == '"';
      if (quoted) {
        int close = closingQuote(at);
        if (close < 0) {
          at = -close;
          throw unexpected("expected label name", "INVALID");
        }
        from = at + 1;
        to = close;
        at = close + 1;
      } else if (isNameStart(c)) {
        from = at;
        at = labelNameEnd(at);
        to = at;
      } else {
        throw consumed("expected label name", c);
      }
      c = token();
      if (quoted && (c == ',' || c == '}')) {
        at++;
        if (nameFrom >= 0 || ofExemplar) {
          throw whileParsing("metric name already set");
        }
        nameFrom = from;
        nameTo = to;
        if (c == '}') {
          return;
        }
        c = token();
        continue;
      }
      if (c != '=') {
        throw consumed("expected equal", c);
      }
      at++;
      readLabelValue(from, to, into);
      c = token();
      if (c == ',') {
        at++;
        c = token();
      } else if (c != '}') {
        throw consumed("expected comma or brace close", c);
      }
    }
    at++;
  }

  private void readLabelValue(int nameFrom, int nameTo, Spans into) throws ExpositionException {
    byte c = token();
    int close = c == '"' ? closingQuote(at) : -at;
    if (close <= 0) {
      at = -close;
      throw unexpected("expected label value", c == 0 && at >= limit ? "EOF" : "INVALID");
    }
    if (!Utf8.isValid(body, at + 1, close)) {
      throw new ExpositionException(
          "invalid UTF-8 label value: " + GoQuote.quote(body, at, close + 1));
    }
    into.add(nameFrom, nameTo);
    into.add(at + 1, close);
    at = close + 1;
  }

  /** The first byte of the next token; at the end of the body the token before stays. */
  private byte token() {
    if (at >= limit) {
      return 0;
    }
    tokenStart = at;
    return body[at];
  }

  private ExpositionException consumed(String expected, byte c) {
    if (at >= limit) {
      return unexpected(expected, "EOF");
    }
    if (c == '"') {
      int close = closingQuote(at);
      at = close < 0 ? -close : close + 1;
      return unexpected(expected, close < 0 ? "INVALID" : "QSTRING");
    }
    if (isNameStart(c)) {
      at = labelNameEnd(at);
      return unexpected(expected, "LNAME");
    }
    if (c == ',' || c == '=' || c == '}') {
      at++;
      return unexpected(expected, c == ',' ? "COMMA" : c == '=' ? "EQUAL" : "BCLOSE");
    }
    return unexpected(expected, "INVALID");
  }

  private void readValue() throws ExpositionException {
    hasExemplar = false;
    hasTimestamp = false;
    valueToken = at;
    if (nameFrom < 0) {
      int end = at < limit ? blankToken(at) : -at;
      at = Math.abs(end);
      throw whileParsing("metric name not set");
    }
    setValue(readFloat("metric"));
    if (at >= limit) {
      throw new ExpositionException("data does not end with # EOF");
    }
    tokenStart = at;
    if (body[at] == '\n') {
      at++;
      return;
    }
    if (isExemplar()) {
      readExemplar();
      return;
    }
    int end = blankToken(at);
    if (end < 0) {
      at = -end;
      insideLine = true;
      return;
    }
    int from = at + 1;
    at = end;
    double seconds = number(from, end);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw new ExpositionException("invalid timestamp " + Decimals.shortest(seconds, 21));
    }
    hasTimestamp = true;
    timestamp = (long) (seconds * 1000);
    byte c = token();
    if (isExemplar()) {
      readExemplar();
    } else if (c == '\n' && at < limit) {
      at++;
    } else {
      throw afterTimestamp("expected next entry after timestamp");
    }
  }

  private ExpositionException afterTimestamp(String expected) {
    if (at >= limit) {
      return unexpected(expected, "EOF");
    }
    int end = blankToken(at);
    at = end > 0 ? end : -end;
    return unexpected(expected, end > 0 ? "TIMESTAMP" : "INVALID");
  }

  private boolean isExemplar() {
    return at + 3 < limit
        && body[at] == ' '
        && body[at + 1] == '#'
        && body[at + 2] == ' '
        && body[at + 3] == '{';
  }

  private void readExemplar() throws ExpositionException {
    at += 4;
    exemplarLabels.clear();
    readLabels(exemplarLabels, true);
    exemplarValue = readFloat("exemplar labels");
    hasExemplarTimestamp = false;
    if (at >= limit) {
      throw new ExpositionException("data does not end with # EOF");
    }
    hasExemplar = true;
    byte c = token();
    if (c == '\n') {
      at++;
      return;
    }
    int end = blankToken(at);
    if (end < 0) {
      at = -end;
      throw unexpected("expected timestamp or comment", "INVALID");
    }
    int from = at + 1;
    at = end;
    double seconds = number(from, end);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw new ExpositionException("invalid exemplar timestamp " + Decimals.shortest(seconds, 21));
    }
    hasExemplarTimestamp = true;
    exemplarTimestamp = (long) (seconds * 1000);
    if (token() == '\n' && at < limit) {
      at++;
    } else {
      throw afterTimestamp("expected next entry after exemplar timestamp");
    }
  }

  private double readFloat(String behind) throws ExpositionException {
    byte c = token();
    if (at >= limit) {
      throw unexpected("expected value after " + behind, "EOF");
    }
    int end = c == ' ' ? blankToken(at) : -at;
    if (end <= 0) {
      at = -end;
      throw unexpected("expected value after " + behind, "INVALID");
    }
    int from = at + 1;
    at = end;
    return number(from, end);
  }

  /**
   * Where the token ends that a blank begins here; where there is none, minus the place at which
   * reading it stops.
   */
  private int blankToken(int from) {
    if (body[from] != ' ') {
      return -from;
    }
    int i = from + 1;
    while (i < limit && body[i] != ' ' && body[i] != '\n') {
      i++;
    }
    if (i == from + 1) {
      return -i;
    }
    boolean hash = i == from + 2 && body[from + 1] == '#' && i < limit && body[i] == ' ';
    return hash && insideValueAndExemplar() ? -(i + 1) : i;
  }

  /** Whether a lone hash would begin an exemplar here. */
  private boolean insideValueAndExemplar() {
    return tokenStart > valueToken;
  }

  /**
   * Where the quote that closes the string beginning here stands; if none does, minus the place of
   * the end.
   */
  private int closingQuote(int from) {
    for (int i = from + 1; i < limit; i++) {
      byte c = body[i];
      if (c == '\n') {
        return -i;
      }
      if (c == '\\') {
        i++;
        if (i < limit && body[i] == '\n') {
          return -i;
        }
      } else if (c == '"') {
        return i;
      }
    }
    return -limit;
  }
}
