package io.pharos.query.promql.operator;

import java.util.concurrent.atomic.LongAdder;

/** What one operator cost. Thread-safe. */
public final class Meter {
  private final LongAdder nanos = new LongAdder();
  private final LongAdder series = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder samplesRead = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  void worked(long spentNanos) {
    nanos.add(spentNanos);
  }

  void gave(long moreSeries, long moreSamples) {
    series.add(moreSeries);
    samples.add(moreSamples);
  }

  void read(long moreSamples) {
    samplesRead.add(moreSamples);
  }

  void charged(long moreBytes) {
    bytes.add(moreBytes);
  }

  /** The work of all threads in the operator and below it. */
  public long nanos() {
    return nanos.sum();
  }

  /** Series with a value at some step. */
  public long series() {
    return series.sum();
  }

  /** Values over all steps. */
  public long samples() {
    return samples.sum();
  }

  /** Samples that were decoded from the storage for this operator itself. */
  public long samplesRead() {
    return samplesRead.sum();
  }

  /** Memory that the operator charged itself. */
  public long bytes() {
    return bytes.sum();
  }
}
