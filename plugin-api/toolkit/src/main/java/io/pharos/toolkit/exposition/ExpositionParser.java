package io.pharos.toolkit.exposition;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.MetricType;
import io.pharos.model.sample.StaleMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an exposition entry after entry, in place: nothing is allocated for a sample until its
 * labels are asked for. A caller that knows a line's beginning from an earlier body may skip it by
 * {@link #quickValue} or {@link #resume}. Confined to one thread.
 */
public abstract sealed class ExpositionParser permits OpenMetricsParser, TextParser {
  /** What stands in the body. */
  public enum Entry {
    SERIES,
    TYPE,
    HELP,
    UNIT,
    END
  }

  private static final byte[] NOTHING = new byte[1];

  byte[] body = NOTHING;

  /** Behind the last byte that may be read. */
  int limit;

  /** The next byte to read. */
  int at;

  /** Where the entry begins. */
  int start;

  /** Where the token read last begins. */
  int tokenStart;

  /** Where the token of the value begins. */
  int valueToken;

  double value;
  boolean hasTimestamp;
  long timestamp;
  boolean hasExemplar;
  double exemplarValue;
  boolean hasExemplarTimestamp;
  long exemplarTimestamp;

  MetricType typeInForce = MetricType.UNKNOWN;
  int nameFrom;
  int nameTo;
  int textFrom;
  int textTo;
  MetricType statedType = MetricType.UNKNOWN;

  /**
   * The labels of the sample and of its exemplar: from, to of name and value; bare names without
   * quotes.
   */
  final Spans labels = new Spans();

  final Spans exemplarLabels = new Spans();

  /**
   * Begins with a body.
   *
   * @param bytes has room for one byte more than {@code length}, which is overwritten
   */
  public final void wrap(byte[] bytes, int length) {
    if (length >= bytes.length) {
      throw new IllegalArgumentException("no spare byte behind the body");
    }
    body = bytes;
    at = 0;
    start = 0;
    tokenStart = 0;
    typeInForce = MetricType.UNKNOWN;
    hasExemplar = false;
    hasTimestamp = false;
    begin(length);
  }

  /** Lets go of the body. */
  public final void release() {
    body = NOTHING;
    limit = 0;
    at = 0;
  }

  abstract void begin(int length);

  /** The next entry; {@code END} again and again at the end. */
  public abstract Entry next() throws ExpositionException;

  /** Where the next entry begins, or -1 if that can't be told without reading it. */
  public abstract int position();

  /** Reads on from a place where an entry begins. */
  public abstract void seek(int position);

  /**
   * Reads value, timestamp and exemplar of a sample whose line begins at {@code lineStart} and
   * whose value begins at {@code valueAt}, as it did in a line with the same bytes before it.
   */
  public abstract void resume(int lineStart, int valueAt) throws ExpositionException;

  /** Bytes of the body that may be read. */
  public final int limit() {
    return limit;
  }

  /** The body. */
  public final byte[] body() {
    return body;
  }

  /** Where the entry begins. */
  public final int start() {
    return start;
  }

  /** Where a sample's value begins: all before it is the same whenever this series comes by. */
  public abstract int valueAt();

  /** Where the entry of a TYPE, HELP or UNIT line ends, its newline included. */
  public final int end() {
    return at;
  }

  public final double value() {
    return value;
  }

  public final boolean hasTimestamp() {
    return hasTimestamp;
  }

  /** In epoch milliseconds. */
  public final long timestamp() {
    return timestamp;
  }

  public final boolean hasExemplar() {
    return hasExemplar;
  }

  /** The type that the last TYPE line stated; it is in force for all samples behind it. */
  public final MetricType typeInForce() {
    return typeInForce;
  }

  /** Says what is in force, where a TYPE line was skipped. */
  public final void typeInForce(MetricType type) {
    typeInForce = type;
  }

  /** The type of a TYPE line. */
  public final MetricType statedType() {
    return statedType;
  }

  /** The family of a TYPE, HELP or UNIT line. */
  public final String family() {
    return text(nameFrom, nameTo);
  }

  /** The text of a HELP or UNIT line. */
  public abstract String text();

  /** Goes over a TYPE, HELP or UNIT line that is known. */
  public final void skipTo(int position) {
    start = at;
    at = position;
  }

  /**
   * Reads a plain decimal that is followed by the end of the line, as nearly all are.
   *
   * @param from the first byte of the number
   * @return false, and nothing changed, where something else stands there
   */
  public final boolean quickValue(int lineStart, int from) {
    byte[] bytes = body;
    int end = limit;
    int i = from;
    boolean negative = false;
    if (i < end && bytes[i] == '-') {
      negative = true;
      i++;
    }
    int begin = i;
    long mantissa = 0;
    int d;
    while (i < end && (d = bytes[i] - '0') >= 0 && d <= 9) {
      mantissa = 10 * mantissa + d;
      i++;
    }
    int scale = 0;
    int digits = i - begin;
    if (i < end && bytes[i] == '.') {
      int point = ++i;
      while (i < end && (d = bytes[i] - '0') >= 0 && d <= 9) {
        mantissa = 10 * mantissa + d;
        i++;
      }
      scale = i - point;
      digits += scale;
    }
    if (i >= end || bytes[i] != '\n' || digits == 0) {
      return false;
    }
    double result;
    if (digits <= 18 && mantissa <= (1L << 53)) {
      result = scale == 0 ? mantissa : mantissa / Decimals.power(scale);
      if (negative) {
        result = -result;
      }
    } else {
      result = Decimals.parseOrNaN(bytes, from, i);
      if (Double.isInfinite(result)) {
        return false;
      }
    }
    start = lineStart;
    value = result;
    hasTimestamp = false;
    hasExemplar = false;
    at = i + 1;
    return true;
  }

  /** The labels of the sample that {@link #next} gave, its name among them. */
  public final void labels(ParsedLabels into) {
    into.clear();
    into.add(Label.NAME, text(nameFrom, nameTo));
    for (int i = 0; i < labels.count; i += 2) {
      String name = label(labels, i);
      String text = label(labels, i + 1);
      into.add(name, normal(name, text));
    }
  }

  /** The exemplar of the sample; one without a timestamp of its own has {@code otherwise}. */
  public final @Nullable Exemplar exemplar(long otherwise) {
    if (!hasExemplar) {
      return null;
    }
    var builder = Labels.empty().toBuilder();
    for (int i = 0; i < exemplarLabels.count; i += 2) {
      builder.set(label(exemplarLabels, i), label(exemplarLabels, i + 1));
    }
    return new Exemplar(
        builder.build(), exemplarValue, hasExemplarTimestamp ? exemplarTimestamp : otherwise);
  }

  /** The labels of the exemplar as they stand there. */
  final List<Label> exemplarPairs() {
    List<Label> pairs = new ArrayList<>();
    for (int i = 0; i < exemplarLabels.count; i += 2) {
      pairs.add(new Label(label(exemplarLabels, i), label(exemplarLabels, i + 1)));
    }
    return pairs;
  }

  /** Whether the exemplar states a timestamp. */
  public final boolean hasExemplarTimestamp() {
    return hasExemplarTimestamp;
  }

  /**
   * Bounds and quantiles are kept in one form, so that a change of client library doesn't change
   * series.
   */
  private String normal(String name, String text) {
    boolean rewritten =
        (typeInForce == MetricType.HISTOGRAM && name.equals("le"))
            || (typeInForce == MetricType.SUMMARY && name.equals("quantile"));
    if (!rewritten) {
      return text;
    }
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try {
      return Decimals.openMetrics(Decimals.parse(bytes, 0, bytes.length));
    } catch (ExpositionException e) {
      return text; // not a number: kept as it is
    }
  }

  private String label(Spans spans, int index) {
    return text(spans.from(index), spans.to(index));
  }

  /** A part of the body; in quoted parts backslash, quote and newline are escaped. */
  private String text(int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] == '\\') {
        return unescape(from, to, true);
      }
    }
    return Utf8.lenient(body, from, to);
  }

  final String unescape(int from, int to, boolean quotes) {
    byte[] out = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte c = body[i];
      if (c == '\\' && i + 1 < to) {
        byte next = body[i + 1];
        if (next == '\\' || next == 'n' || (quotes && next == '"')) {
          out[length++] = next == 'n' ? (byte) '\n' : next;
          i++;
          continue;
        }
      }
      out[length++] = c;
    }
    return Utf8.lenient(out, 0, length);
  }

  final void setValue(double parsed) {
    value = Double.isNaN(parsed) ? StaleMarker.NORMAL_NAN : parsed;
  }

  final ExpositionException unexpected(String expected, String token) {
    int end = Math.min(limit, at + 1);
    return new ExpositionException(
        expected
            + ", got "
            + GoQuote.quote(body, tokenStart, end)
            + " (\""
            + token
            + "\") while parsing: "
            + GoQuote.quote(body, start, end));
  }

  /** An error with what was read of the entry. */
  final ExpositionException whileParsing(String problem) {
    return new ExpositionException(problem + " while parsing: " + GoQuote.quote(body, start, at));
  }

  final double number(int from, int to) throws ExpositionException {
    try {
      return Decimals.parse(body, from, to);
    } catch (ExpositionException e) {
      throw whileParsing(e.getMessage());
    }
  }

  static boolean isNameStart(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  final int labelNameEnd(int from) {
    int i = from;
    while (i < limit && (isNameStart(body[i]) || isDigit(body[i]))) {
      i++;
    }
    return i;
  }

  final int metricNameEnd(int from) {
    int i = from;
    while (i < limit && (isNameStart(body[i]) || body[i] == ':' || isDigit(body[i]))) {
      i++;
    }
    return i;
  }

  /** Pairs of places in the body. Confined to one thread. */
  static final class Spans {
    private int[] places = new int[64];
    int count;

    void clear() {
      count = 0;
    }

    void add(int from, int to) {
      if (2 * count + 2 > places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      places[2 * count] = from;
      places[2 * count + 1] = to;
      count += 1;
    }

    int from(int index) {
      return places[2 * index];
    }

    int to(int index) {
      return places[2 * index + 1];
    }
  }
}
