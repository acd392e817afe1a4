package io.pharos.storage.tsdb.chunk;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A column of whole numbers by another one of the same times, its model: what a number grows by is
 * a fixed share of what the model grows by, and a rest that is written. Buckets of one histogram
 * grow together, so their rests are small or none. A model stands before in the same file and has
 * none itself. Confined to one thread.
 */
final class SharedGrowth {
  /** Models that were read and may be asked for again, as by the next bucket. */
  private static final int CACHED = 8;

  private static final int SHARE_BITS = 16;
  private static final double ONE = 1 << SHARE_BITS;
  private static final long MAX_SHARE = 1L << 24;

  private final IntColumn ints;
  private final Sink candidate = new Sink(512);
  private final Sink best = new Sink(512);
  private long[] rests = new long[0];

  private final Source modelSource = new Source();
  private final @Nullable MemorySegment[] cachedIn = new MemorySegment[CACHED];
  private final long[] cachedAt = new long[CACHED];
  private final int[] cachedCount = new int[CACHED];
  private final long[][] cachedGrowth = new long[CACHED][0];

  /** Reads the numbers of a model. */
  interface Reader {
    void numbers(Source source, int count, long[] target);
  }

  SharedGrowth(IntColumn ints) {
    this.ints = ints;
  }

  /**
   * Makes the smallest form that it knows of the first {@code count} numbers, two or more; valid
   * until the next call.
   */
  Sink encode(long[] numbers, long[] model, int count) {
    double growth = 0;
    double modelGrowth = 0;
    double most = 0;
    for (int i = 1; i < count; i++) {
      long own = numbers[i] - numbers[i - 1];
      long other = model[i] - model[i - 1];
      if (own > 0 && other > 0) {
        growth += own;
        modelGrowth += other;
        most = Math.max(most, Math.ceil(own * ONE / other));
      }
    }
    encode(numbers, model, count, modelGrowth == 0 ? 0 : Math.rint(growth * ONE / modelGrowth));
    best.clear();
    best.bytes(candidate.array(), 0, candidate.size());
    encode(numbers, model, count, most);
    return candidate.size() < best.size() ? candidate : best;
  }

  private void encode(long[] numbers, long[] model, int count, double wanted) {
    long share = (long) Math.min(wanted, MAX_SHARE);
    if (rests.length < count) {
      rests = new long[count + IntColumn.SLACK];
    }
    for (int i = 1; i < count; i++) {
      rests[i - 1] =
          numbers[i] - numbers[i - 1] - ((share * (model[i] - model[i - 1])) >> SHARE_BITS);
    }
    candidate.clear();
    candidate.varint(share);
    candidate.zigzag(numbers[0]);
    ints.encode(rests, count - 1, candidate);
  }

  /** Reads a part of a column whose model is at a place of the same file. */
  void decode(
      Source source,
      long modelAt,
      int count,
      int from,
      int to,
      double[] values,
      int at,
      Reader reader) {
    long own = source.position();
    long share = source.varint();
    long number = source.zigzag();
    if (count < 2 || share < 0 || share > MAX_SHARE || modelAt < 0 || modelAt >= own) {
      throw Source.corrupt();
    }
    long[] growth = growth(source.segment(), modelAt, own, count, reader);
    if (rests.length < count + IntColumn.SLACK) {
      rests = new long[count + IntColumn.SLACK];
    }
    long[] rests = this.rests;
    ints.decode(source, count - 1, to - 1, rests, 0);
    if (from == 0) {
      values[at] = number;
    }
    for (int i = 1; i < from; i++) {
      number += rests[i - 1] + ((share * growth[i]) >> SHARE_BITS);
    }
    for (int i = Math.max(1, from); i < to; i++) {
      number += rests[i - 1] + ((share * growth[i]) >> SHARE_BITS);
      values[at + i - from] = number;
    }
  }

  /** What a model grows by up to each place. */
  @SuppressWarnings("MemorySegmentReferenceEquality") // another mapping may have the same address
  private long[] growth(MemorySegment file, long modelAt, long end, int count, Reader reader) {
    int slot = (int) ((modelAt * 0x9E3779B97F4A7C15L) >>> 61);
    long[] growth = cachedGrowth[slot];
    if (cachedIn[slot] == file && cachedAt[slot] == modelAt && cachedCount[slot] == count) {
      return growth;
    }
    cachedIn[slot] = null;
    if (growth.length < count + IntColumn.SLACK) {
      growth = new long[count + IntColumn.SLACK];
      cachedGrowth[slot] = growth;
    }
    reader.numbers(modelSource.wrap(file, modelAt, end), count, growth);
    for (int i = count - 1; i > 0; i--) {
      growth[i] -= growth[i - 1];
    }
    cachedIn[slot] = file;
    cachedAt[slot] = modelAt;
    cachedCount[slot] = count;
    return growth;
  }
}
