package io.pharos.storage.tsdb.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.HistogramColumn;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import java.util.Arrays;

/** Writes and reads the sections of a record. Confined to one thread. */
public final class Records {
  private final HistogramColumn histogramColumn = new HistogramColumn();
  private final Histogram[] one = new Histogram[1];
  private final LogSamples samples = new LogSamples();

  /** Labels and reference of the series before in a section. */
  private byte[] form = new byte[512];

  private int formLength;
  private long ref;

  /** Takes what a record says. */
  public interface Visitor {
    void series(long ref, byte[] form, int length);

    void sample(long ref, long timestamp, double value, boolean late);

    void histogram(long ref, long timestamp, Histogram histogram, boolean late);

    void exemplar(long ref, Exemplar exemplar);
  }

  /** Starts a section of series, to be followed by each of them. */
  public void startSeries(int count, Sink sink) {
    sink.u8(WalFormat.SERIES);
    sink.varint(count);
    formLength = 0;
    ref = 0;
  }

  /** One series: of its labels what differs from those of the series before. */
  public void series(long ref, byte[] labels, int length, Sink sink) {
    int common = Math.min(length, formLength);
    int start = Arrays.mismatch(labels, 0, common, form, 0, common);
    start = start < 0 ? common : start;
    int end = 0;
    while (end < common - start && labels[length - 1 - end] == form[formLength - 1 - end]) {
      end++;
    }
    sink.zigzag(ref - this.ref);
    sink.varint(start);
    sink.varint(end);
    sink.varint(length - start - end);
    sink.bytes(labels, start, length - start - end);
    room(length);
    System.arraycopy(labels, 0, form, 0, length);
    formLength = length;
    this.ref = ref;
  }

  /** A section of samples in order, or of late ones. */
  public void samples(
      boolean late, long[] refs, long[] timestamps, double[] values, int count, Sink sink) {
    sink.u8(late ? WalFormat.LATE_SAMPLES : WalFormat.SAMPLES);
    samples.write(refs, timestamps, values, count, sink);
  }

  /** One histogram of a section that starts with {@link WalFormat#HISTOGRAMS} and a count. */
  public void histogram(long ref, long timestamp, Histogram histogram, Sink sink) {
    sink.i64(ref);
    sink.i64(timestamp);
    one[0] = histogram;
    histogramColumn.encode(one, 1, sink);
  }

  /** One exemplar of a section that starts with {@link WalFormat#EXEMPLARS} and a count. */
  public static void exemplar(long ref, Exemplar exemplar, Sink sink) {
    sink.i64(ref);
    sink.i64(exemplar.timestamp());
    sink.f64(exemplar.value());
    Labels labels = exemplar.labels();
    sink.varint(2L * labels.size());
    for (int i = 0; i < labels.size(); i++) {
      text(labels.name(i), sink);
      text(labels.value(i), sink);
    }
  }

  private static void text(String text, Sink sink) {
    byte[] bytes = text.getBytes(UTF_8);
    sink.varint(bytes.length);
    sink.bytes(bytes, 0, bytes.length);
  }

  /** Shows all sections of a record. */
  public void read(Source source, Visitor visitor) {
    while (source.remaining() > 0) {
      int section = source.u8();
      switch (section) {
        case WalFormat.SERIES -> readSeries(source, visitor);
        case WalFormat.SAMPLES -> samples.read(source, false, visitor);
        case WalFormat.LATE_SAMPLES -> samples.read(source, true, visitor);
        case WalFormat.HISTOGRAMS -> readHistograms(source, visitor, false);
        case WalFormat.LATE_HISTOGRAMS -> readHistograms(source, visitor, true);
        case WalFormat.EXEMPLARS -> readExemplars(source, visitor);
        default ->
            throw new StorageException(
                StorageException.Code.CORRUPT, "unknown section of the log [type=" + section + "]");
      }
    }
  }

  private void readSeries(Source source, Visitor visitor) {
    int count = source.count();
    formLength = 0;
    ref = 0;
    for (int i = 0; i < count; i++) {
      ref += source.zigzag();
      long start = source.varint();
      long end = source.varint();
      int middle = source.count();
      if (start < 0 || end < 0 || start + end < 0 || start + end > formLength) {
        throw Source.corrupt();
      }
      int length = (int) (start + end) + middle;
      room(length);
      System.arraycopy(form, formLength - (int) end, form, (int) start + middle, (int) end);
      source.bytes(form, (int) start, middle);
      formLength = length;
      visitor.series(ref, form, length);
    }
  }

  private void readHistograms(Source source, Visitor visitor, boolean late) {
    int count = source.count();
    for (int i = 0; i < count; i++) {
      long ref = source.i64();
      long timestamp = source.i64();
      histogramColumn.decode(source, 1, one, 0);
      visitor.histogram(ref, timestamp, one[0], late);
    }
  }

  private static void readExemplars(Source source, Visitor visitor) {
    int count = source.count();
    for (int i = 0; i < count; i++) {
      long ref = source.i64();
      long timestamp = source.i64();
      double value = source.f64();
      String[] pairs = new String[source.count()];
      for (int k = 0; k < pairs.length; k++) {
        byte[] bytes = new byte[source.count()];
        source.bytes(bytes, 0, bytes.length);
        pairs[k] = new String(bytes, UTF_8);
      }
      if (pairs.length % 2 != 0) {
        throw Source.corrupt();
      }
      visitor.exemplar(ref, new Exemplar(Labels.ofSorted(pairs), value, timestamp));
    }
  }

  private void room(int length) {
    if (length > form.length) {
      form = Arrays.copyOf(form, 2 * length);
    }
  }
}
