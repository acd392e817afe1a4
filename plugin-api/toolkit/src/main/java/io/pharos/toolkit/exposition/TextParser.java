package io.pharos.toolkit.exposition;

import io.pharos.model.sample.MetricType;

/** Reads the text format 0.0.4 and 1.0.0 as tolerantly as the original. Confined to one thread. */
public final class TextParser extends ExpositionParser {
  @Override
  void begin(int length) {
    body[length] = '\n';
    limit = length + 1;
  }

  @Override
  public int position() {
    return at;
  }

  @Override
  public int valueAt() {
    return valueToken;
  }

  @Override
  public void seek(int position) {
    at = position;
  }

  @Override
  public Entry next() throws ExpositionException {
    while (true) {
      start = at;
      skipBlanks();
      if (at >= limit || body[at] == 0) {
        limit = at;
        return Entry.END;
      }
      tokenStart = at;
      byte c = body[at];
      if (c == '\n') {
        at++;
      } else if (c == '#') {
        Entry entry = comment();
        if (entry != Entry.SERIES) {
          return entry;
        }
      } else if (c == '{') {
        nameFrom = -1;
        labels.clear();
        at++;
        readLabels();
        readValue();
        return Entry.SERIES;
      } else if (isNameStart(c) || c == ':') {
        at = metricNameEnd(at);
        nameFrom = start;
        nameTo = at;
        labels.clear();
        skipBlanks();
        if (at < limit && body[at] == '{') {
          tokenStart = at++;
          readLabels();
        }
        readValue();
        return Entry.SERIES;
      } else {
        throw unexpected("expected a valid start token", "INVALID");
      }
    }
  }

  @Override
  public void resume(int lineStart, int valueAt) throws ExpositionException {
    start = lineStart;
    at = valueAt;
    nameFrom = lineStart;
    readValue();
  }

  /** A line that starts with a hash; SERIES stands for a comment that was skipped. */
  private Entry comment() throws ExpositionException {
    int i = at + 1;
    while (i < limit && isBlank(body[i])) {
      i++;
    }
    boolean help = i > at + 1 && isWord(i, "HELP");
    if (!help && !(i > at + 1 && isWord(i, "TYPE"))) {
      while (i < limit && body[i] != '\n' && body[i] != 0) {
        i++;
      }
      at = i;
      return Entry.SERIES;
    }
    at = i + 4;
    skipBlanks();
    tokenStart = at;
    readFamily(help ? "HELP" : "TYPE");
    int end = at;
    while (end < limit && body[end] != '\n') {
      end++;
    }
    textFrom = Math.min(end, at + 1);
    textTo = end;
    at = Math.min(limit, end + 1);
    if (help) {
      if (!Utf8.isValid(body, textFrom, textTo)) {
        throw new ExpositionException(
            "help text " + GoQuote.quote(body, textFrom, textTo) + " is not a valid utf8 string");
      }
      return Entry.HELP;
    }
    statedType = type();
    typeInForce = statedType;
    return Entry.TYPE;
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
      at = limit;
    } else if (isNameStart(c) || c == ':') {
      nameFrom = at;
      at = metricNameEnd(at);
      nameTo = at;
      return;
    }
    throw unexpected("expected metric name after " + word, "INVALID");
  }

  private MetricType type() throws ExpositionException {
    String word = Utf8.lenient(body, textFrom, textTo);
    return switch (word) {
      case "counter" -> MetricType.COUNTER;
      case "gauge" -> MetricType.GAUGE;
      case "histogram" -> MetricType.HISTOGRAM;
      case "summary" -> MetricType.SUMMARY;
      case "untyped" -> MetricType.UNKNOWN;
      default -> throw new ExpositionException("invalid metric type " + GoQuote.quote(word));
    };
  }

  @Override
  public String text() {
    return unescape(textFrom, textTo, false);
  }

  private void readLabels() throws ExpositionException {
    byte c = token();
    while (c != '}') {
      int from;
      int to;
      boolean quoted = c == '"';
      if (quoted) {
        int close = closingQuote(at);
        if (close < 0) {
          at = limit;
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
        if (nameFrom >= 0) {
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
      labels.add(from, to);
      c = readLabelValue();
      if (c == ',') {
        at++;
        c = token();
      }
    }
    at++;
  }

  /** Reads from the equals sign to behind the value, and answers the first byte of what follows. */
  private byte readLabelValue() throws ExpositionException {
    at++;
    byte c = token();
    int close = c == '"' ? closingQuote(at) : -1;
    if (close < 0) {
      if (c == '"') {
        at = limit;
      }
      throw unexpected("expected label value", "INVALID");
    }
    if (!Utf8.isValid(body, at + 1, close)) {
      throw new ExpositionException(
          "invalid UTF-8 label value: " + GoQuote.quote(body, at, close + 1));
    }
    labels.add(at + 1, close);
    at = close + 1;
    return token();
  }

  /** The first byte of the next token. */
  private byte token() {
    skipBlanks();
    tokenStart = at;
    return at < limit ? body[at] : 0;
  }

  /** An error about a token that stands between the braces; it is shown with the byte behind it. */
  private ExpositionException consumed(String expected, byte c) {
    if (c == '"') {
      int close = closingQuote(at);
      at = close < 0 ? limit : close + 1;
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
    byte c = token();
    valueToken = at;
    int end = at;
    while (end < limit && !isBlank(body[end]) && body[end] != '\n' && body[end] != '{') {
      end++;
    }
    if (end > at) {
      at = end;
    } else if (c == '{') {
      at++;
    }
    if (nameFrom < 0) {
      throw whileParsing("metric name not set");
    }
    if (end == valueToken) {
      throw unexpected("expected value after metric", c == '{' ? "BOPEN" : "INVALID");
    }
    setValue(number(valueToken, end));
    hasTimestamp = false;
    c = token();
    if (c >= '0' && c <= '9') {
      readTimestamp();
      c = token();
      if (c >= '0' && c <= '9') {
        at = digitsEnd(at);
        throw unexpected("expected next entry after timestamp", "TIMESTAMP");
      }
      if (c != '\n') {
        throw unexpected("expected next entry after timestamp", "INVALID");
      }
    } else if (c != '\n') {
      throw unexpected("expected timestamp or new record", "INVALID");
    }
    at++;
  }

  private void readTimestamp() throws ExpositionException {
    int from = at;
    at = digitsEnd(at);
    long result = 0;
    for (int i = from; i < at; i++) {
      int d = body[i] - '0';
      if (result > (Long.MAX_VALUE - d) / 10) {
        throw whileParsing(
            "strconv.ParseInt: parsing " + GoQuote.quote(body, from, at) + ": value out of range");
      }
      result = 10 * result + d;
    }
    hasTimestamp = true;
    timestamp = result;
  }

  private int digitsEnd(int from) {
    int i = from;
    while (i < limit && body[i] >= '0' && body[i] <= '9') {
      i++;
    }
    return i;
  }

  /** Where the quote that closes the string beginning here stands, -1 if none does. */
  private int closingQuote(int from) {
    for (int i = from + 1; i < limit; i++) {
      if (body[i] == '\\') {
        i++;
      } else if (body[i] == '"') {
        return i;
      }
    }
    return -1;
  }

  private boolean isWord(int from, String word) {
    int end = from + word.length();
    if (end >= limit || !isBlank(body[end])) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (body[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void skipBlanks() {
    int i = at;
    while (i < limit && isBlank(body[i])) {
      i++;
    }
    at = i;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }
}
