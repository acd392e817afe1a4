package io.pharos.ingest.remotewrite;

import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.util.Arrays;

/**
 * One series of an {@code io.prometheus.write.v2.Request}: its samples, and where its histograms
 * and exemplars stand. Reused; confined to one thread.
 */
final class SeriesMessage {
  private static final MetricType[] TYPES = {
    MetricType.UNKNOWN,
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.HISTOGRAM,
    MetricType.GAUGE_HISTOGRAM,
    MetricType.SUMMARY,
    MetricType.INFO,
    MetricType.STATESET
  };

  /** References of the labels' names and values in turn. */
  int[] refs = new int[32];

  int refCount;
  long[] times = new long[16];
  double[] values = new double[16];

  /** Start timestamps of the samples, 0 for none. */
  long[] starts = new long[16];

  int samples;

  /** From, to. */
  int[] histograms = new int[8];

  int histogramCount;
  int[] exemplars = new int[8];
  int exemplarCount;
  MetricType type = MetricType.UNKNOWN;
  int help;
  int unit;

  boolean hasMetadata() {
    return type != MetricType.UNKNOWN || help != 0 || unit != 0;
  }

  /** Reads the fields of one. */
  void read(ProtoReader in) throws WireException {
    refCount = 0;
    samples = 0;
    histogramCount = 0;
    exemplarCount = 0;
    type = MetricType.UNKNOWN;
    help = 0;
    unit = 0;
    for (int field = in.field("TimeSeries"); field != 0; field = in.field("TimeSeries")) {
      switch (field) {
        case 1 -> labelRefs(in);
        case 2 -> sample(in);
        case 3 -> histograms = keep(in, "Histograms", histograms, 2 * histogramCount++);
        case 4 -> exemplars = keep(in, "Exemplars", exemplars, 2 * exemplarCount++);
        case 5 -> metadata(in);
        default -> in.skipField();
      }
    }
  }

  private void labelRefs(ProtoReader in) throws WireException {
    if (in.type() == ProtoReader.VARINT) {
      add(in.varint());
      return;
    }
    in.expect(ProtoReader.LENGTH, "LabelsRefs");
    int end = in.length() + in.position();
    while (in.position() < end) {
      add(in.varint());
    }
  }

  private void add(long ref) {
    if (refCount == refs.length) {
      refs = Arrays.copyOf(refs, 2 * refCount);
    }
    refs[refCount++] = ref < 0 || ref > Integer.MAX_VALUE ? -1 : (int) ref;
  }

  private void sample(ProtoReader in) throws WireException {
    in.expect(ProtoReader.LENGTH, "Samples");
    int outer = in.enter(in.length());
    double value = 0;
    long time = 0;
    long start = 0;
    for (int field = in.field("Sample"); field != 0; field = in.field("Sample")) {
      switch (field) {
        case 1 -> {
          in.expect(ProtoReader.FIXED64, "Value");
          value = in.fixedDouble();
        }
        case 2 -> {
          in.expect(ProtoReader.VARINT, "Timestamp");
          time = in.varint();
        }
        case 3 -> {
          in.expect(ProtoReader.VARINT, "StartTimestamp");
          start = in.varint();
        }
        default -> in.skipField();
      }
    }
    in.leave(outer);
    if (samples == times.length) {
      times = Arrays.copyOf(times, 2 * samples);
      values = Arrays.copyOf(values, 2 * samples);
      starts = Arrays.copyOf(starts, 2 * samples);
    }
    times[samples] = time;
    values[samples] = value;
    starts[samples++] = start;
  }

  private void metadata(ProtoReader in) throws WireException {
    in.expect(ProtoReader.LENGTH, "Metadata");
    int outer = in.enter(in.length());
    for (int field = in.field("Metadata"); field != 0; field = in.field("Metadata")) {
      switch (field) {
        case 1 -> {
          in.expect(ProtoReader.VARINT, "Type");
          long number = in.varint();
          type = number > 0 && number < TYPES.length ? TYPES[(int) number] : MetricType.UNKNOWN;
        }
        case 3 -> help = (int) in.varint();
        case 4 -> unit = (int) in.varint();
        default -> in.skipField();
      }
    }
    in.leave(outer);
  }

  /** Remembers where a part stands. */
  private static int[] keep(ProtoReader in, String name, int[] parts, int index)
      throws WireException {
    in.expect(ProtoReader.LENGTH, name);
    int[] room = index + 2 > parts.length ? Arrays.copyOf(parts, 2 * parts.length) : parts;
    int length = in.length();
    room[index] = in.position();
    room[index + 1] = in.position() + length;
    in.skip(length);
    return room;
  }
}
