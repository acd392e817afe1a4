package io.pharos.query.promql.operator;

import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.plan.QueryTimes;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.storage.Querier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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
   */
  public record Settings(
      long lookback,
      long maxSamples,
      long deadlineNanos,
      boolean delayedNames,
      boolean typeLabels,
      boolean startTimes) {}

  private final QueryTimes times;
  private final Settings settings;
  private final Querier querier;
  private final Annotations annotations;
  private final Workers workers;
  private final Clock clock;
  private final MemoryBudget.Account memory;
  private final AtomicInteger operators = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final AtomicLong queryable = new AtomicLong();
  private final AtomicLong decoded = new AtomicLong();
  private final AtomicLong series = new AtomicLong();
  private volatile boolean cancelled;

  public Evaluation(
      QueryTimes times,
      Settings settings,
      Querier querier,
      Annotations annotations,
      Workers workers,
      Clock clock,
      MemoryBudget.Account memory) {
    this.times = times;
    this.settings = settings;
    this.querier = querier;
    this.annotations = annotations;
    this.workers = workers;
    this.clock = clock;
    this.memory = memory;
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

  /** Notes samples that steps looked at. */
  void looked(long samples) {
    queryable.addAndGet(samples);
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
    return queryable.get();
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
