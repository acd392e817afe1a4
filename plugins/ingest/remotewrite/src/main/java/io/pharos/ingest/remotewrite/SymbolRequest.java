package io.pharos.ingest.remotewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.Metadata;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.toolkit.exposition.LineHash;
import io.pharos.toolkit.exposition.Utf8;
import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Appends the series of an {@code io.prometheus.write.v2.Request}, whose labels are references to a
 * table of symbols. What can be stored is, and the rest is told: unlike version 1 a request is kept
 * in part. Labels are read only for series that {@link RefCache} does not know. Reused; confined to
 * one thread.
 */
final class SymbolRequest {
  private static final long NO_SERIES = -2;
  private static final byte END = (byte) 0xFF;

  private final RefCache cache;
  private final ProtoReader message = new ProtoReader();
  private final ProtoReader part = new ProtoReader();
  private final LineHash hash = new LineHash();
  private final LabelsBuilder labels = new LabelsBuilder();
  private final Symbols symbols = new Symbols();
  private final SeriesMessage series = new SeriesMessage();
  private final Problems problems = new Problems();

  /** Where each series stands: from, to. */
  private int[] places = new int[256];

  private int placeCount;
  private byte[] form = new byte[512];

  /** Samples of one time that wait to be appended, and the place of each one's series. */
  private final Column column = new Column();

  private byte[] outcomes = new byte[256];

  /** What the request has given. */
  int samples;

  int histograms;
  int exemplars;
  int badLabels;

  private long epoch;
  private long latest;

  SymbolRequest(RefCache cache) {
    this.cache = cache;
  }

  /**
   * Appends what can be; the caller commits.
   *
   * @param epoch of the storage
   * @param latest the latest time that a sample may have
   * @return what could not be appended and why, "" if nothing
   */
  String append(byte[] body, int length, Appender appender, long epoch, long latest)
      throws WireException {
    this.epoch = epoch;
    this.latest = latest;
    samples = 0;
    histograms = 0;
    exemplars = 0;
    badLabels = 0;
    column.count = 0;
    problems.clear();
    find(body, length);
    for (int i = 0; i < placeCount; i++) {
      series(body, places[2 * i], places[2 * i + 1], appender);
    }
    flush(body, appender);
    return problems.text();
  }

  /** Reads the table of symbols, and where the series stand. */
  private void find(byte[] body, int length) throws WireException {
    symbols.clear(body);
    placeCount = 0;
    message.wrap(body, 0, length);
    for (int field = message.field("Request"); field != 0; field = message.field("Request")) {
      switch (field) {
        case 4 -> {
          message.expect(ProtoReader.LENGTH, "Symbols");
          int size = message.length();
          symbols.add(message.position(), size);
          message.skip(size);
        }
        case 5 -> {
          message.expect(ProtoReader.LENGTH, "Timeseries");
          int size = message.length();
          if (2 * placeCount == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
          }
          places[2 * placeCount] = message.position();
          places[2 * placeCount++ + 1] = message.position() + size;
          message.skip(size);
        }
        default -> message.skipField();
      }
    }
  }

  private void series(byte[] body, int from, int to, Appender appender) throws WireException {
    message.wrap(body, from, to);
    series.read(message);
    long ref = ref(appender);
    if (ref == NO_SERIES) {
      badLabels += series.samples + series.histogramCount;
      return;
    }
    if (series.samples + series.histogramCount == 0) {
      problems.add(
          "TimeSeries must contain at least one sample or histogram for series " + labels());
      return;
    }
    boolean isPlain = series.samples == 1 && series.starts[0] == 0;
    boolean hasMore = series.histogramCount + series.exemplarCount > 0 || series.hasMetadata();
    if (column.count > 0 && (!isPlain || column.time != series.times[0])) {
      flush(body, from, to, appender);
    }
    if (isPlain) {
      column.add(ref, series.times[0], series.values[0], from, to);
    } else {
      for (int i = 0; i < series.samples; i++) {
        sample(ref, i, appender);
      }
    }
    if (hasMore) {
      flush(body, from, to, appender);
      rest(body, ref, appender);
    }
  }

  /** Appends the column, and returns to the series that stands there. */
  private void flush(byte[] body, int from, int to, Appender appender) throws WireException {
    flush(body, appender);
    message.wrap(body, from, to);
    series.read(message);
  }

  /** Appends the column of samples of one time. */
  private void flush(byte[] body, Appender appender) throws WireException {
    int count = column.count;
    if (count == 0) {
      return;
    }
    column.count = 0;
    if (outcomes.length < count) {
      outcomes = new byte[2 * count];
    }
    if (column.time > latest) {
      Arrays.fill(outcomes, 0, count, AppendOutcome.OUT_OF_BOUNDS);
    } else if (appender.appendAt(column.time, column.refs, column.values, count, outcomes) == 0) {
      samples += count;
      return;
    }
    for (int i = 0; i < count; i++) {
      if (outcomes[i] == AppendOutcome.OK) {
        samples++;
        continue;
      }
      message.wrap(body, column.places[2 * i], column.places[2 * i + 1]);
      series.read(message);
      if (outcomes[i] == AppendOutcome.UNKNOWN_REF) {
        sample(resolve(appender), 0, appender);
      } else {
        refused(outcomes[i], column.time);
      }
    }
  }

  /** Appends a sample of the series that was read. */
  private void sample(long ref, int index, Appender appender) throws WireException {
    long time = series.times[index];
    byte outcome = AppendOutcome.OUT_OF_BOUNDS;
    if (time <= latest) {
      outcome = append(ref, index, appender);
      if (outcome == AppendOutcome.UNKNOWN_REF) {
        outcome = append(resolve(appender), index, appender);
      }
    }
    if (outcome == AppendOutcome.OK) {
      samples++;
    } else {
      refused(outcome, time);
    }
  }

  private byte append(long ref, int index, Appender appender) {
    if (series.starts[index] != 0) {
      appender.startTimestamp(ref, series.starts[index]);
    }
    long[] times = {series.times[index]};
    double[] values = {series.values[index]};
    appender.appendSeries(ref, times, values, 1, outcomes);
    return outcomes[0];
  }

  private void refused(byte outcome, long time) throws WireException {
    String reason = AppendOutcome.text(outcome);
    if (outcome == AppendOutcome.DUPLICATE) {
      reason += " " + time + "; overrides not allowed";
    }
    problems.add(reason + " for series " + labels());
  }

  /** Appends histograms, exemplars and metadata of the series that was read. */
  private void rest(byte[] body, long ref, Appender appender) throws WireException {
    for (int i = 0; i < series.histogramCount; i++) {
      part.wrap(body, series.histograms[2 * i], series.histograms[2 * i + 1]);
      HistogramMessage read = HistogramMessage.read(part);
      Histogram histogram = read.histogram();
      if (histogram == null) {
        problems.add("invalid histogram for series " + labels());
        continue;
      }
      if (read.startTimestamp() != 0) {
        appender.startTimestamp(ref, read.startTimestamp());
      }
      byte outcome =
          read.timestamp() > latest
              ? AppendOutcome.OUT_OF_BOUNDS
              : appender.appendHistogram(ref, read.timestamp(), histogram);
      if (outcome == AppendOutcome.UNKNOWN_REF) {
        outcome = appender.appendHistogram(resolve(appender), read.timestamp(), histogram);
      }
      if (outcome == AppendOutcome.OK) {
        histograms++;
      } else {
        refused(outcome, read.timestamp());
      }
    }
    for (int i = 0; i < series.exemplarCount; i++) {
      part.wrap(body, series.exemplars[2 * i], series.exemplars[2 * i + 1]);
      Exemplar exemplar = exemplar();
      // one that is late or not kept is no error
      if (exemplar != null && appender.appendExemplar(ref, exemplar) == AppendOutcome.OK) {
        exemplars++;
      }
    }
    if (series.hasMetadata()) {
      String help = symbols.text(series.help);
      String unit = symbols.text(series.unit);
      if (help != null && unit != null) {
        appender.metadata(ref, new Metadata(series.type, help, unit));
      }
    }
  }

  private @Nullable Exemplar exemplar() throws WireException {
    ExemplarMessage read = ExemplarMessage.read(part);
    String problem = read(read.refs(), read.refs().length);
    if (problem != null) {
      problems.add("parsing exemplar for series " + labels() + ": " + problem);
      return null;
    }
    return new Exemplar(labels.build(), read.value(), read.timestamp());
  }

  /** The reference of the series that was read; {@link #NO_SERIES} if its labels are wrong. */
  private long ref(Appender appender) throws WireException {
    if (!form()) {
      return resolve(appender);
    }
    long known = cache.get(epoch, hash.low(), hash.high());
    return known != RefCache.UNKNOWN ? known : resolve(appender);
  }

  /** Hashes the texts of the labels; false where a symbol is not there. */
  private boolean form() {
    int length = 0;
    for (int i = 0; i < series.refCount; i++) {
      int symbol = series.refs[i];
      if (!symbols.has(symbol)) {
        return false;
      }
      int size = symbols.length(symbol);
      if (length + size + 1 > form.length) {
        form = Arrays.copyOf(form, 2 * (length + size + 1));
      }
      symbols.copy(symbol, form, length);
      length += size;
      form[length++] = END;
    }
    hash.of(form, 0, length);
    return true;
  }

  private long resolve(Appender appender) throws WireException {
    String problem = read(series.refs, series.refCount);
    if (problem != null) {
      problems.add(
          "parsing labels for series "
              + Arrays.toString(Arrays.copyOf(series.refs, series.refCount)).replace(",", "")
              + ": "
              + problem);
      return NO_SERIES;
    }
    if (labels.get(Label.NAME) == null) {
      problems.add("invalid metric name or labels, got " + labels.build());
      return NO_SERIES;
    }
    long ref = appender.ref(labels.build());
    if (ref > 0 && form()) {
      cache.put(epoch, hash.low(), hash.high(), ref);
    }
    return ref;
  }

  /** The labels of the series that was read, for messages. */
  private String labels() throws WireException {
    read(series.refs, series.refCount);
    return labels.build().toString();
  }

  /** Reads labels by their references; answers what is wrong with them, or null. */
  private @Nullable String read(int[] refs, int count) {
    labels.reset(Labels.empty());
    if (count % 2 != 0) {
      return "invalid labelRefs length " + count;
    }
    for (int i = 0; i < count; i += 2) {
      String name = symbols.text(refs[i]);
      String value = symbols.text(refs[i + 1]);
      if (name == null || value == null) {
        return !symbols.has(refs[i]) || !symbols.has(refs[i + 1])
            ? String.format(
                Locale.ROOT,
                "labelRefs %d (name) = %d (value) outside of symbols table (size %d)",
                refs[i],
                refs[i + 1],
                symbols.size())
            : "invalid label: not UTF-8";
      }
      if (name.isEmpty()) {
        return "invalid label name: empty";
      }
      if (labels.get(name) != null) {
        return "duplicated label " + name;
      }
      labels.set(name, value);
    }
    return null;
  }

  /** Samples of one time. */
  private static final class Column {
    private long[] refs = new long[1024];
    private double[] values = new double[1024];
    private int[] places = new int[2048];
    private long time;
    private int count;

    void add(long ref, long at, double value, int from, int to) {
      if (count == refs.length) {
        refs = Arrays.copyOf(refs, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
        places = Arrays.copyOf(places, 4 * count);
      }
      time = at;
      refs[count] = ref;
      values[count] = value;
      places[2 * count] = from;
      places[2 * count++ + 1] = to;
    }
  }

  /** What could not be kept, one line each; the first of them in full, of the rest the number. */
  private static final class Problems {
    private static final int MOST = 100;

    private final StringBuilder text = new StringBuilder();
    private int count;

    void clear() {
      text.setLength(0);
      count = 0;
    }

    void add(String problem) {
      if (count++ < MOST) {
        text.append(text.isEmpty() ? "" : "\n").append(problem);
      }
    }

    String text() {
      return count > MOST ? text + "\nand " + (count - MOST) + " more" : text.toString();
    }
  }

  /** The table of texts, in the body. */
  private static final class Symbols {
    private byte[] body = new byte[0];
    private int[] places = new int[512];
    private int count;

    void clear(byte[] of) {
      body = of;
      count = 0;
    }

    void add(int from, int length) {
      if (2 * count == places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      places[2 * count] = from;
      places[2 * count++ + 1] = length;
    }

    int size() {
      return count;
    }

    boolean has(int symbol) {
      return symbol >= 0 && symbol < count;
    }

    int length(int symbol) {
      return places[2 * symbol + 1];
    }

    void copy(int symbol, byte[] target, int at) {
      System.arraycopy(body, places[2 * symbol], target, at, length(symbol));
    }

    /** A text, null if there is none or it is not UTF-8. */
    @Nullable String text(int symbol) {
      if (!has(symbol)) {
        return null;
      }
      int from = places[2 * symbol];
      int length = length(symbol);
      return Utf8.isValid(body, from, from + length) ? new String(body, from, length, UTF_8) : null;
    }
  }
}
