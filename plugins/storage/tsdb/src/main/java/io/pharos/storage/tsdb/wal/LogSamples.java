package io.pharos.storage.tsdb.wal;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;

/**
 * Sections of samples in groups: many series at one time, as a scrape gives them, or one series at
 * many times. Series made one after the other have references at equal distances, so that runs of
 * them take two numbers. Confined to one thread.
 */
final class LogSamples {
  private static final int MANY_SERIES = 0;
  private static final int MANY_TIMES = 1;

  private final LogValues coding = new LogValues();
  private long[] refs = new long[64];
  private long[] times = new long[64];
  private double[] values = new double[64];

  /** The reference and the time before. */
  private long ref;

  private long time;

  private void reset() {
    coding.reset();
    ref = 0;
    time = 0;
  }

  void write(long[] refs, long[] times, double[] values, int count, Sink sink) {
    reset();
    sink.varint(count);
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && times[to] == times[from]) {
        to++;
      }
      boolean isOneSeries = to == from + 1;
      while (isOneSeries && to < count && refs[to] == refs[from]) {
        to++;
      }
      boolean isRow = to - from > 1 && isOneSeries;
      sink.varint((long) (to - from) << 1 | (isRow ? MANY_TIMES : MANY_SERIES));
      writeRefs(refs, from, isRow ? from + 1 : to, sink);
      writeTimes(times, from, isRow ? to : from + 1, sink);
      coding.write(values, from, to, sink);
      from = to;
    }
  }

  /** Differences, of which equal ones in a row stand once with how many more there are. */
  private void writeRefs(long[] refs, int from, int to, Sink sink) {
    long before = ref;
    for (int i = from; i < to; ) {
      long difference = refs[i] - before;
      before = refs[i++];
      int more = 0;
      while (i < to && refs[i] - before == difference) {
        before = refs[i++];
        more++;
      }
      sink.varint(((difference << 1) ^ (difference >> 63)) << 1 | (more > 0 ? 1 : 0));
      if (more > 0) {
        sink.varint(more);
      }
    }
    ref = before;
  }

  private void writeTimes(long[] times, int from, int to, Sink sink) {
    long before = time;
    for (int i = from; i < to; i++) {
      sink.zigzag(times[i] - before);
      before = times[i];
    }
    time = before;
  }

  void read(Source source, boolean late, Records.Visitor visitor) {
    reset();
    long count = count(source.varint(), source);
    while (count > 0) {
      long header = source.varint();
      int group = count(header >>> 1, source);
      if (group == 0 || group > count) {
        throw Source.corrupt();
      }
      room(group);
      boolean isRow = (header & 1) == MANY_TIMES;
      readRefs(source, isRow ? 1 : group);
      for (int i = 0; i < (isRow ? group : 1); i++) {
        time += source.zigzag();
        times[i] = time;
      }
      coding.read(source, group, values);
      for (int i = 0; i < group; i++) {
        visitor.sample(refs[isRow ? 0 : i], times[isRow ? i : 0], values[i], late);
      }
      count -= group;
    }
  }

  private void readRefs(Source source, int count) {
    long before = ref;
    for (int i = 0; i < count; ) {
      long coded = source.varint();
      long zigzag = coded >>> 1;
      long difference = (zigzag >>> 1) ^ -(zigzag & 1);
      long more = (coded & 1) == 0 ? 0 : source.varint();
      if (more < 0 || more >= count - i) {
        throw Source.corrupt();
      }
      for (long end = i + more; i <= end; i++) {
        before += difference;
        refs[i] = before;
      }
    }
    ref = before;
  }

  /** A count of things that take half a byte at least. */
  private static int count(long stated, Source source) {
    if (stated < 0 || stated > 2 * source.remaining()) {
      throw Source.corrupt();
    }
    return (int) stated;
  }

  private void room(int count) {
    if (count > refs.length) {
      refs = new long[count];
      times = new long[count];
      values = new double[count];
    }
  }
}
