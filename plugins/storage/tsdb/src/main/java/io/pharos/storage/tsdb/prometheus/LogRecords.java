package io.pharos.storage.tsdb.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.spi.error.StorageException;
import java.util.Map;
import java.util.TreeMap;

/** Reads what is in the records of Prometheus' log. Confined to one thread. */
public final class LogRecords implements PrometheusLog.Sink {
  private static final int SERIES = 1;
  private static final int SAMPLES = 2;
  private static final int DELETIONS = 3;
  private static final int MARKERS = 5;
  private static final int METADATA = 6;
  private static final int HISTOGRAMS = 7;
  private static final int FLOAT_HISTOGRAMS = 8;
  private static final int CUSTOM_HISTOGRAMS = 9;
  private static final int CUSTOM_FLOAT_HISTOGRAMS = 10;
  private static final int MAX_BUCKETS = 1 << 16;

  /** Takes what is read. */
  public interface Sink {
    void series(long ref, Labels labels);

    void sample(long ref, long timestamp, double value);

    void sample(long ref, long timestamp, Histogram histogram);

    void deletion(long ref, long mint, long maxt);
  }

  private final Sink sink;
  private final Map<Integer, Integer> skipped = new TreeMap<>();
  private byte[] bytes = {};
  private int at;
  private int end;

  public LogRecords(Sink sink) {
    this.sink = sink;
  }

  /** Kinds of records that were not read, with their number. */
  public Map<Integer, Integer> skipped() {
    return skipped;
  }

  @Override
  public void record(byte[] record, int length) {
    bytes = record;
    at = 0;
    end = length;
    if (length == 0) {
      return;
    }
    int type = u8();
    switch (type) {
      case SERIES -> series();
      case SAMPLES, HISTOGRAMS, FLOAT_HISTOGRAMS, CUSTOM_HISTOGRAMS, CUSTOM_FLOAT_HISTOGRAMS ->
          samples(type);
      case DELETIONS -> deletions();
      case MARKERS, METADATA -> {
        // where chunks of the head stand, and texts about metrics: no samples
      }
      default -> skipped.merge(type, 1, Integer::sum);
    }
  }

  private void series() {
    while (at < end) {
      long ref = i64();
      LabelsBuilder labels = new LabelsBuilder();
      for (int left = count(); left > 0; left--) {
        labels.set(text(), text());
      }
      sink.series(ref, labels.build());
    }
  }

  private void samples(int type) {
    if (at == end) {
      return;
    }
    long firstRef = i64();
    long firstTime = i64();
    while (at < end) {
      long ref = firstRef + varint();
      long timestamp = firstTime + varint();
      switch (type) {
        case SAMPLES -> sink.sample(ref, timestamp, f64());
        case HISTOGRAMS, CUSTOM_HISTOGRAMS -> sink.sample(ref, timestamp, histogram(true));
        default -> sink.sample(ref, timestamp, histogram(false));
      }
    }
  }

  private void deletions() {
    while (at < end) {
      sink.deletion(i64(), varint(), varint());
    }
  }

  private Histogram histogram(boolean isWhole) {
    Histogram.Builder h = Histogram.builder().integer(isWhole).resetHint(hint(u8()));
    int schema = (int) varint();
    double threshold = f64();
    double zero = isWhole ? (double) unsignedVarint() : f64();
    double count = isWhole ? (double) unsignedVarint() : f64();
    h.schema(schema).zero(threshold, zero).count(count).sum(f64());
    int[] positive = spans();
    int[] negative = spans();
    h.positive(positive, buckets(isWhole));
    h.negative(negative, buckets(isWhole));
    if (schema == Histogram.CUSTOM) {
      double[] bounds = new double[buckets()];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = f64();
      }
      h.customBounds(bounds);
    }
    try {
      return h.build();
    } catch (IllegalArgumentException e) {
      throw corrupt();
    }
  }

  private static ResetHint hint(int code) {
    return switch (code) {
      case 1 -> ResetHint.RESET;
      case 2 -> ResetHint.NOT_RESET;
      case 3 -> ResetHint.GAUGE;
      default -> ResetHint.UNKNOWN;
    };
  }

  private int[] spans() {
    int[] spans = new int[2 * buckets()];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = (int) (i % 2 == 0 ? varint() : unsignedVarint());
    }
    return spans;
  }

  private double[] buckets(boolean isWhole) {
    double[] counts = new double[buckets()];
    long running = 0;
    for (int i = 0; i < counts.length; i++) {
      if (isWhole) {
        running += varint();
      }
      counts[i] = isWhole ? (double) running : f64();
    }
    return counts;
  }

  private int buckets() {
    int count = count();
    if (count > MAX_BUCKETS) {
      throw corrupt();
    }
    return count;
  }

  private int take(int count) {
    if (count < 0 || count > end - at) {
      throw corrupt();
    }
    int from = at;
    at += count;
    return from;
  }

  private static StorageException corrupt() {
    return new StorageException(StorageException.Code.CORRUPT, "a record of the log is damaged");
  }

  private int u8() {
    return bytes[take(1)] & 0xFF;
  }

  private long i64() {
    int from = take(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[from + i] & 0xFF);
    }
    return value;
  }

  private double f64() {
    return Double.longBitsToDouble(i64());
  }

  private long unsignedVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long next = u8();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupt();
  }

  private long varint() {
    long value = unsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  private int count() {
    long count = unsignedVarint();
    if (count < 0 || count > end - at) {
      throw corrupt();
    }
    return (int) count;
  }

  private String text() {
    int length = count();
    return new String(bytes, take(length), length, UTF_8);
  }
}
