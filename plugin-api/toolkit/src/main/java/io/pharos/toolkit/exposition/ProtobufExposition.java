package io.pharos.toolkit.exposition;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.Metadata;
import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns delimited protobuf into the lines of the text format, with quoted names, so that all that
 * is known of lines holds for it too. What text has no words for stands beside: native histograms
 * and exemplars by the place of their line. It is asked for where native histograms are wanted, and
 * its cost is that of writing and reading numbers once more. Confined to one thread.
 */
public final class ProtobufExposition {
  private static final String METRIC = "Metric";

  private final boolean nativeHistograms;
  private final boolean classicToo;
  private final ProtoReader message = new ProtoReader();
  private final ProtoReader part = new ProtoReader();
  private final HistogramParts parts = new HistogramParts();

  private byte[] text = new byte[4096];
  private int length;
  private final Map<Integer, Histogram> histograms = new HashMap<>();
  private final Map<Integer, Exemplar> exemplars = new HashMap<>();
  private final List<Family> families = new ArrayList<>();
  private @Nullable String problem;

  /** The family that is read. */
  private String name = "";

  private long type;
  private String labels = "";
  private long timestamp;

  /**
   * @param nativeHistograms whether native histograms are wanted
   * @param classicToo whether classic buckets are kept beside a native histogram
   */
  public ProtobufExposition(boolean nativeHistograms, boolean classicToo) {
    this.nativeHistograms = nativeHistograms;
    this.classicToo = classicToo;
  }

  /**
   * What is known of a family with metrics. Immutable.
   *
   * @param line where its first line begins
   */
  public record Family(int line, String name, Metadata metadata) {}

  /** The families in their order. */
  public List<Family> families() {
    return Collections.unmodifiableList(families);
  }

  /** Reads a body, as far as it can be read: see {@link #problem}. */
  public void read(byte[] body, int size) {
    length = 0;
    families.clear();
    histograms.clear();
    exemplars.clear();
    problem = null;
    int at = 0;
    try {
      while (at < size) {
        message.wrap(body, at, size);
        long stated = prefix();
        int prefix = message.position() - at;
        if (stated < 0 || stated > size - at - prefix) {
          throw new WireException(
              "clientpb: insufficient length of buffer, expected at least "
                  + (stated + prefix)
                  + " bytes, got "
                  + (size - at)
                  + " bytes");
        }
        at += prefix;
        family(body, at, at + (int) stated);
        at += (int) stated;
      }
    } catch (WireException | ExpositionException e) {
      problem = String.valueOf(e.getMessage());
    }
  }

  /** Why the rest of the body could not be read, null if all was. */
  public @Nullable String problem() {
    return problem;
  }

  /** The lines; has a spare byte behind {@link #length}. Valid until the next read. */
  public byte[] text() {
    return text;
  }

  public int length() {
    return length;
  }

  /** The native histogram of the line that begins there, null if it is a number. */
  public @Nullable Histogram histogram(int lineStart) {
    return histograms.get(lineStart);
  }

  /** The exemplar of the line that begins there; one without a time has {@code Long.MIN_VALUE}. */
  public @Nullable Exemplar exemplar(int lineStart) {
    return exemplars.get(lineStart);
  }

  /** The length before a message. */
  private long prefix() throws WireException {
    try {
      return message.varint();
    } catch (WireException e) {
      throw new WireException("clientpb: invalid varint encountered");
    }
  }

  /** Bytes that are no UTF-8, as a reader sees them. */
  private static String shown(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> out.appendCodePoint(Utf8.isStrayByte(point) ? 0xFFFD : point));
    return out.toString();
  }

  private void family(byte[] body, int from, int to) throws WireException, ExpositionException {
    name = "";
    String help = "";
    String unit = "";
    type = 0;
    message.wrap(body, from, to);
    for (int field = message.field("MetricFamily");
        field != 0;
        field = message.field("MetricFamily")) {
      switch (field) {
        case 1 -> name = text(message, "Name");
        case 2 -> help = text(message, "Help");
        case 3 -> {
          message.expect(ProtoReader.VARINT, "Type");
          type = message.varint();
        }
        case 4 -> {
          message.expect(ProtoReader.LENGTH, METRIC);
          message.skip(message.length());
        }
        case 5 -> unit = text(message, "Unit");
        default -> message.skipField();
      }
    }
    if (name.isEmpty()) {
      throw new ExpositionException("invalid metric name: ");
    }
    if (!Utf8.isValid(help)) {
      throw new ExpositionException(
          "invalid help for metric " + GoQuote.quote(name) + ": " + shown(help));
    }
    Metadata metadata = new Metadata(metricType(), help, unit);
    boolean first = true;
    message.wrap(body, from, to);
    for (int field = message.field(); field != 0; field = message.field()) {
      if (field == 4) {
        if (first) {
          families.add(new Family(length, name, metadata));
          first = false;
        }
        int outer = message.enter(message.length());
        metric(body);
        message.leave(outer);
      } else {
        message.skipField();
      }
    }
  }

  private MetricType metricType() throws ExpositionException {
    return switch ((int) type) {
      case 0 -> MetricType.COUNTER;
      case 1 -> MetricType.GAUGE;
      case 2 -> MetricType.SUMMARY;
      case 3 -> MetricType.UNKNOWN;
      case 4 -> MetricType.HISTOGRAM;
      case 5 -> MetricType.GAUGE_HISTOGRAM;
      default ->
          throw new ExpositionException(
              "unknown metric type for metric " + GoQuote.quote(name) + ": " + type);
    };
  }

  private static String text(ProtoReader in, String field) throws WireException {
    in.expect(ProtoReader.LENGTH, field);
    int size = in.length();
    String value = Utf8.lenient(in.bytes(), in.position(), in.position() + size);
    in.skip(size);
    return value;
  }

  private void metric(byte[] body) throws WireException, ExpositionException {
    StringBuilder pairs = new StringBuilder();
    timestamp = 0;
    int valueFrom = 0;
    int valueTo = 0;
    int wanted = valueField();
    for (int field = message.field(METRIC); field != 0; field = message.field(METRIC)) {
      if (field == 1) {
        message.expect(ProtoReader.LENGTH, "Label");
        int outer = message.enter(message.length());
        pair(pairs);
        message.leave(outer);
      } else if (field == 6) {
        message.expect(ProtoReader.VARINT, "TimestampMs");
        timestamp = message.varint();
      } else if (field == wanted) {
        message.expect(ProtoReader.LENGTH, "Value");
        int size = message.length();
        valueFrom = message.position();
        valueTo = valueFrom + size;
        message.skip(size);
      } else {
        message.skipField();
      }
    }
    labels = pairs.toString();
    part.wrap(body, valueFrom, valueTo);
    switch (metricType()) {
      case COUNTER, GAUGE, UNKNOWN -> simple(body);
      case SUMMARY -> summary();
      default -> histogram(body);
    }
  }

  private int valueField() throws ExpositionException {
    return switch (metricType()) {
      case GAUGE -> 2;
      case COUNTER -> 3;
      case SUMMARY -> 4;
      case UNKNOWN -> 5;
      default -> 7;
    };
  }

  private void pair(StringBuilder pairs) throws WireException, ExpositionException {
    String label = "";
    String value = "";
    for (int field = message.field("LabelPair"); field != 0; field = message.field("LabelPair")) {
      switch (field) {
        case 1 -> label = text(message, "Name");
        case 2 -> value = text(message, "Value");
        default -> message.skipField();
      }
    }
    if (!Utf8.isValid(value)) {
      throw new ExpositionException("invalid label value: " + shown(value));
    }
    quote(label, pairs.append(','));
    quote(value, pairs.append('='));
  }

  private void simple(byte[] body) throws WireException {
    double value = 0;
    Exemplar exemplar = null;
    for (int field = part.field("Counter"); field != 0; field = part.field("Counter")) {
      if (field == 1) {
        part.expect(ProtoReader.FIXED64, "Value");
        value = part.fixedDouble();
      } else if (field == 2 && part.type() == ProtoReader.LENGTH) {
        int size = part.length();
        exemplar = exemplar(body, part.position(), part.position() + size);
        part.skip(size);
      } else {
        part.skipField();
      }
    }
    int line = line("", "", value);
    if (exemplar != null) {
      exemplars.put(line, exemplar);
    }
  }

  private void summary() throws WireException {
    double count = 0;
    double sum = 0;
    StringBuilder quantiles = new StringBuilder();
    double[] values = new double[8];
    String[] bounds = new String[8];
    int found = 0;
    for (int field = part.field("Summary"); field != 0; field = part.field("Summary")) {
      switch (field) {
        case 1 -> {
          part.expect(ProtoReader.VARINT, "SampleCount");
          count = part.varint();
        }
        case 2 -> {
          part.expect(ProtoReader.FIXED64, "SampleSum");
          sum = part.fixedDouble();
        }
        case 3 -> {
          part.expect(ProtoReader.LENGTH, "Quantile");
          int outer = part.enter(part.length());
          if (found == values.length) {
            values = Arrays.copyOf(values, 2 * found);
            bounds = Arrays.copyOf(bounds, 2 * found);
          }
          double quantile = 0;
          for (int inner = part.field("Quantile"); inner != 0; inner = part.field("Quantile")) {
            switch (inner) {
              case 1 -> quantile = part.fixedDouble();
              case 2 -> values[found] = part.fixedDouble();
              default -> part.skipField();
            }
          }
          bounds[found++] = Decimals.openMetrics(quantile);
          part.leave(outer);
        }
        default -> part.skipField();
      }
    }
    line("_count", "", count);
    line("_sum", "", sum);
    for (int i = 0; i < found; i++) {
      quantiles.setLength(0);
      quote(bounds[i], quantiles.append(",\"quantile\"="));
      line("", quantiles.toString(), values[i]);
    }
  }

  private void histogram(byte[] body) throws WireException, ExpositionException {
    parts.read(part);
    boolean isNative = nativeHistograms && parts.isNative();
    if (isNative) {
      Histogram histogram = parts.build(name, metricType() == MetricType.GAUGE_HISTOGRAM);
      int line = line("", "", 0);
      histograms.put(line, histogram);
      for (int i = 0; i < parts.exemplarCount; i++) {
        Exemplar exemplar = exemplar(body, parts.exemplars[2 * i], parts.exemplars[2 * i + 1]);
        if (exemplar.timestamp() != Long.MIN_VALUE) {
          exemplars.put(line, exemplar); // without a time it can't be told from the one before
        }
      }
      if (!classicToo || parts.buckets == 0) {
        return;
      }
    }
    line("_count", "", parts.count);
    line("_sum", "", parts.sum);
    boolean infinite = false;
    for (int i = 0; i < parts.buckets; i++) {
      int line = bucket(parts.bounds[i], parts.counts[i]);
      infinite |= parts.bounds[i] == Double.POSITIVE_INFINITY;
      if (parts.bucketExemplars[2 * i] >= 0) {
        exemplars.put(
            line, exemplar(body, parts.bucketExemplars[2 * i], parts.bucketExemplars[2 * i + 1]));
      }
    }
    if (!infinite) {
      bucket(Double.POSITIVE_INFINITY, parts.count);
    }
  }

  private int bucket(double bound, double count) {
    StringBuilder le = new StringBuilder();
    quote(Decimals.openMetrics(bound), le.append(",\"le\"="));
    return line("_bucket", le.toString(), count);
  }

  private static Exemplar exemplar(byte[] body, int from, int to) throws WireException {
    ProtoReader in = new ProtoReader();
    in.wrap(body, from, to);
    LabelsBuilder builder = Labels.empty().toBuilder();
    double value = 0;
    long time = Long.MIN_VALUE;
    for (int field = in.field("Exemplar"); field != 0; field = in.field("Exemplar")) {
      switch (field) {
        case 1 -> {
          int outer = in.enter(in.length());
          String label = "";
          String text = "";
          for (int inner = in.field("LabelPair"); inner != 0; inner = in.field("LabelPair")) {
            switch (inner) {
              case 1 -> label = text(in, "Name");
              case 2 -> text = text(in, "Value");
              default -> in.skipField();
            }
          }
          in.leave(outer);
          if (!label.equals(Label.NAME)) {
            builder.set(label, text);
          }
        }
        case 2 -> {
          in.expect(ProtoReader.FIXED64, "Value");
          value = in.fixedDouble();
        }
        case 3 -> {
          int outer = in.enter(in.length());
          time = 0;
          for (int inner = in.field("Timestamp"); inner != 0; inner = in.field("Timestamp")) {
            switch (inner) {
              case 1 -> time += in.varint() * 1000;
              case 2 -> time += in.varint() / 1_000_000;
              default -> in.skipField();
            }
          }
          in.leave(outer);
        }
        default -> in.skipField();
      }
    }
    return new Exemplar(builder.build(), value, time);
  }

  /** Writes a line; answers where it begins. */
  private int line(String suffix, String more, double value) {
    StringBuilder line = new StringBuilder(name.length() + labels.length() + more.length() + 48);
    quote(name + suffix, line.append('{'));
    line.append(labels).append(more).append("} ");
    if (Double.isNaN(value)) {
      line.append("NaN");
    } else if (Double.isInfinite(value)) {
      line.append(value > 0 ? "+Inf" : "-Inf");
    } else if (value == Math.rint(value)
        && Math.abs(value) < 1e15
        && (value != 0 || 1 / value > 0)) {
      line.append((long) value);
    } else {
      line.append(value);
    }
    if (timestamp != 0) {
      line.append(' ').append(Math.max(0, timestamp));
    }
    byte[] bytes = bytes(line.append('\n'));
    if (length + bytes.length >= text.length) {
      text = Arrays.copyOf(text, Math.max(length + bytes.length + 1, 2 * text.length));
    }
    System.arraycopy(bytes, 0, text, length, bytes.length);
    int start = length;
    length += bytes.length;
    return start;
  }

  /** UTF-8, in which stray bytes become again what they were. */
  private static byte[] bytes(StringBuilder line) {
    String plain = line.toString();
    if (Utf8.isValid(plain)) {
      return plain.getBytes(StandardCharsets.UTF_8);
    }
    byte[] out = new byte[4 * plain.length()];
    int size = 0;
    for (int i = 0; i < plain.length(); ) {
      int point = plain.codePointAt(i);
      i += Character.charCount(point);
      if (Utf8.isStrayByte(point)) {
        out[size++] = (byte) point;
      } else {
        for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
          out[size++] = b;
        }
      }
    }
    return Arrays.copyOf(out, size);
  }

  private static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    out.append('"');
  }
}
