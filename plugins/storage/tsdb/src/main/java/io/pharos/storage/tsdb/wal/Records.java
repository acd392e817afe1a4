package io.pharos.storage.tsdb.wal;

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
  private byte[] form = new byte[512];

  /** Takes what a record says. */
  public interface Visitor {
    void series(long ref, byte[] form, int length);

    void sample(long ref, long timestamp, double value, boolean late);

    void histogram(long ref, long timestamp, Histogram histogram, boolean late);
  }

  /** One series of a section that starts with {@link WalFormat#SERIES} and a count. */
  public static void series(long ref, byte[] form, int length, Sink sink) {
    sink.i64(ref);
    sink.varint(length);
    sink.bytes(form, 0, length);
  }

  /**
   * A section of samples in groups of one time each: the difference of the time, the count, the
   * differences of the references, then the values.
   */
  public static void samples(
      boolean late, long[] refs, long[] timestamps, double[] values, int count, Sink sink) {
    sink.u8(late ? WalFormat.LATE_SAMPLES : WalFormat.SAMPLES);
    sink.varint(count);
    long time = 0;
    long ref = 0;
    for (int from = 0; from < count; ) {
      long now = timestamps[from];
      int to = from + 1;
      while (to < count && timestamps[to] == now) {
        to++;
      }
      sink.zigzag(now - time);
      sink.varint(to - from);
      for (int i = from; i < to; i++) {
        sink.zigzag(refs[i] - ref);
        ref = refs[i];
      }
      for (int i = from; i < to; i++) {
        sink.f64(values[i]);
      }
      time = now;
      from = to;
    }
  }

  /** One histogram of a section that starts with {@link WalFormat#HISTOGRAMS} and a count. */
  public void histogram(long ref, long timestamp, Histogram histogram, Sink sink) {
    sink.i64(ref);
    sink.i64(timestamp);
    one[0] = histogram;
    histogramColumn.encode(one, 1, sink);
  }

  /** Shows all sections of a record. */
  public void read(Source source, Visitor visitor) {
    while (source.remaining() > 0) {
      int section = source.u8();
      int count = source.count();
      switch (section) {
        case WalFormat.SERIES -> readSeries(source, count, visitor);
        case WalFormat.SAMPLES -> readSamples(source, count, visitor, false);
        case WalFormat.LATE_SAMPLES -> readSamples(source, count, visitor, true);
        case WalFormat.HISTOGRAMS -> readHistograms(source, count, visitor, false);
        case WalFormat.LATE_HISTOGRAMS -> readHistograms(source, count, visitor, true);
        default ->
            throw new StorageException(
                StorageException.Code.CORRUPT, "unknown section of the log [type=" + section + "]");
      }
    }
  }

  private void readSeries(Source source, int count, Visitor visitor) {
    for (int i = 0; i < count; i++) {
      long ref = source.i64();
      int length = source.count();
      if (length > form.length) {
        form = Arrays.copyOf(form, 2 * length);
      }
      source.bytes(form, 0, length);
      visitor.series(ref, form, length);
    }
  }

  private void readHistograms(Source source, int count, Visitor visitor, boolean late) {
    for (int i = 0; i < count; i++) {
      long ref = source.i64();
      long timestamp = source.i64();
      histogramColumn.decode(source, 1, one, 0);
      visitor.histogram(ref, timestamp, one[0], late);
    }
  }

  private static void readSamples(Source source, int count, Visitor visitor, boolean late) {
    long[] refs = new long[Math.min(count, 4096)];
    long time = 0;
    long ref = 0;
    for (int done = 0; done < count; ) {
      time += source.zigzag();
      int group = source.count();
      if (group == 0 || group > count - done) {
        throw Source.corrupt();
      }
      if (group > refs.length) {
        refs = new long[group];
      }
      for (int i = 0; i < group; i++) {
        ref += source.zigzag();
        refs[i] = ref;
      }
      for (int i = 0; i < group; i++) {
        visitor.sample(refs[i], time, source.f64(), late);
      }
      done += group;
    }
  }
}
