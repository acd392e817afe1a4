package io.pharos.query.promql.operator;

import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.plan.QueryTimes;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.storage.Querier;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One running query: what its operators share. Thread-safe. */
public final class Evaluation {
  /**
   * What holds for all operators of a query. Immutable.
   *
   * @param lookback milliseconds
   * @param maxSamples held at one time
   * @param deadlineNanos by the clock's nanoseconds
   * @param delayedNames whether metric names are removed at the end only
   * @param typeLabels whether type and unit labels are on
   * @param startTimes whether start timestamps count
   * @param perStep whether samples are counted for each step too
   */
  public record Settings(
      long lookback,
      long maxSamples,
      long deadlineNanos,
      boolean delayedNames,
      boolean typeLabels,
      boolean startTimes,
      boolean perStep) {}

  private final QueryTimes times;
  private final Settings settings;
  private final Querier querier;
  private final Annotations annotations;
  private final Workers workers;
  private final Clock clock;
  private final MemoryBudget.Account memory;
  private final @Nullable Profile profile;
  private final AtomicInteger operators = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final AtomicLong decoded = new AtomicLong();
  private final AtomicLong series = new AtomicLong();
  private final SampleCounts counts;
  private volatile boolean cancelled;

  /** Where the sources that are being made count; the query's thread alone uses it. */
  private SampleCounts counting;

  /**
   * A query that is about to run.
   *
   * @param profile measures its operators; null unless it is analyzed
   */
  public Evaluation(
      QueryTimes times,
      Settings settings,
      Querier querier,
      Annotations annotations,
      Workers workers,
      Clock clock,
      MemoryBudget.Account memory,
      @Nullable Profile profile) {
    this.times = times;
    this.settings = settings;
    this.querier = profile == null ? querier : new CountingQuerier(querier, profile);
    this.annotations = annotations;
    this.workers = workers;
    this.clock = clock;
    this.memory = memory;
    this.profile = profile;
    this.counts = SampleCounts.of(times.count(), settings.perStep());
    this.counting = counts;
  }

  QueryTimes times() {
    return times;
  }

  Settings settings() {
    return settings;
  }

  Querier querier() {
    return querier;
  }

  Annotations annotations() {
    return annotations;
  }

  Workers workers() {
    return workers;
  }

  /** Measures the operators, null unless the query is analyzed. */
  @Nullable Profile profile() {
    return profile;
  }

  /** A number for an operator's place in the scratches. */
  int nextOperator() {
    return operators.getAndIncrement();
  }

  /** Ends the query soon, from any thread. */
  public void cancel() {
    cancelled = true;
  }

  /** Throws if the query was cancelled; cheap enough for each series, group or comparison. */
  void pulse() {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      cancelled = true;
      throw new QueryException(
          QueryException.Code.CANCELED, "query was canceled in expression evaluation");
    }
  }

  /** Throws if the query is to end, by its time too. Called at least every few milliseconds. */
  public void check() {
    pulse();
    if (clock.nanos() - settings.deadlineNanos() > 0) {
      throw new QueryException(
          QueryException.Code.TIMEOUT, "query timed out in expression evaluation");
    }
  }

  /** Claims memory for as long as the query runs. */
  void claim(long bytes) {
    if (!memory.claim(bytes)) {
      throw new QueryException(
          QueryException.Code.EXECUTION,
          "query does not fit into memory [held="
              + memory.held()
              + ", wanted="
              + bytes
              + "]; ask for fewer series or steps, or raise the memory limit");
    }
  }

  /** Notes samples that are held from now on. */
  void hold(long samples) {
    long now = held.addAndGet(samples);
    if (now > settings.maxSamples()) {
      throw new QueryException(
          QueryException.Code.EXECUTION,
          "query processing would load too many samples into memory in query execution");
    }
    peak.accumulateAndGet(now, Math::max);
  }

  /** Notes that samples are no longer held. */
  void release(long samples) {
    held.addAndGet(-samples);
  }

  /** Checks samples that are held only for a moment. */
  void pass(long samples) {
    hold(samples);
    release(samples);
  }

  /** Where a source that is being made counts what its steps look at. */
  SampleCounts counts() {
    return counting;
  }

  /** Makes sources that count elsewhere. */
  <T> T counting(SampleCounts elsewhere, Supplier<T> maker) {
    SampleCounts before = counting;
    counting = elsewhere;
    try {
      return maker.get();
    } finally {
      counting = before;
    }
  }

  /** Notes samples that were decoded of one series. */
  void read(long samples) {
    decoded.addAndGet(samples);
  }

  void selected(long count) {
    series.addAndGet(count);
  }

  public long peakSamples() {
    return peak.get();
  }

  public long queryableSamples() {
    return counts.looked();
  }

  public long readSamples() {
    return counts.read();
  }

  /** {@link #queryableSamples} of each step, empty unless they are counted. */
  public List<Long> perStep() {
    return counts.lookedPerStep();
  }

  /** {@link #readSamples} of each step, empty unless they are counted. */
  public List<Long> readPerStep() {
    return counts.readPerStep();
  }

  public long decodedSamples() {
    return decoded.get();
  }

  public long selectedSeries() {
    return series.get();
  }

  public long heldBytes() {
    return memory.held();
  }
}
