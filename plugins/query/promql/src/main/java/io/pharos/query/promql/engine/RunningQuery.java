package io.pharos.query.promql.engine;

import io.pharos.query.promql.operator.Evaluation;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.QueryRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query that waits or runs. Thread-safe. */
final class RunningQuery implements ActiveQuery {
  private final long id;
  private final QueryRequest request;
  private final long since;
  private @Nullable Thread thread = Thread.currentThread();
  private volatile @Nullable Evaluation evaluation;
  private volatile boolean queued = true;

  RunningQuery(long id, QueryRequest request, long since) {
    this.id = id;
    this.request = request;
    this.since = since;
  }

  void leftQueue() {
    queued = false;
  }

  void evaluates(Evaluation started) {
    evaluation = started;
  }

  /** What runs, null while it waits. */
  @Nullable Evaluation evaluation() {
    return evaluation;
  }

  /** Is over: an interrupt that cancelled it does not reach what the thread does next. */
  synchronized void end() {
    thread = null;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public QueryRequest request() {
    return request;
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public boolean isQueued() {
    return queued;
  }

  @Override
  public Map<String, Long> progress() {
    Evaluation current = evaluation;
    return current == null
        ? Map.of("samples", 0L, "series", 0L, "bytes", 0L)
        : Map.of(
            "samples", current.decodedSamples(),
            "series", current.selectedSeries(),
            "bytes", current.heldBytes());
  }

  @Override
  public synchronized void cancel() {
    Evaluation current = evaluation;
    if (current != null) {
      current.cancel();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
