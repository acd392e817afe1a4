package io.pharos.query.promql.operator;

import io.pharos.spi.error.BugException;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Splits work on many series among threads. Thread-safe. */
public final class Workers {
  /** Fewer series stay in the calling thread. */
  private static final int WORTH_SPLITTING = 512;

  /** Series that a thread takes at a time. */
  private static final int PORTION = 128;

  private final ExecutorService threads;
  private final int parallelism;

  /** With so many threads, the caller among them. */
  public Workers(ExecutorService threads, int parallelism) {
    this.threads = threads;
    this.parallelism = parallelism;
  }

  /** What each thread does. */
  interface Task {
    /** Works on the items from {@code from} to before {@code to}. */
    void run(int from, int to);
  }

  /** Makes the task of one thread. */
  interface Tasks {
    Task begin(int thread);
  }

  /** How many threads would work on so many items. */
  int threadsFor(int items) {
    return items < WORTH_SPLITTING ? 1 : Math.min(parallelism, items / PORTION);
  }

  /** Works on all items; returns when all are done or one has failed. */
  void run(Evaluation evaluation, int items, Tasks toDo) {
    Profile profile = evaluation.profile();
    Tasks tasks = profile == null ? toDo : profile.shared(toDo);
    int count = threadsFor(items);
    if (count <= 1) {
      Task task = tasks.begin(0);
      for (int from = 0; from < items; from += PORTION) {
        evaluation.check();
        task.run(from, Math.min(items, from + PORTION));
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    RuntimeException failure = null;
    try {
      for (int thread = 1; thread < count; thread++) {
        int number = thread;
        others.add(threads.submit(() -> portions(evaluation, tasks.begin(number), next, items)));
      }
    } catch (RejectedExecutionException e) {
      failure = new QueryException(QueryException.Code.UNAVAILABLE, "query engine is closing", e);
      next.set(items);
    }
    try {
      portions(evaluation, tasks.begin(0), next, items);
    } catch (RuntimeException e) {
      next.set(items);
      failure = failure == null ? e : failure;
    }
    for (Future<?> other : others) {
      failure = await(evaluation, other, next, items, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void portions(Evaluation evaluation, Task task, AtomicInteger next, int items) {
    while (true) {
      int from = next.getAndAdd(PORTION);
      if (from >= items || from < 0) {
        return;
      }
      evaluation.check();
      task.run(from, Math.min(items, from + PORTION));
    }
  }

  private static @org.jspecify.annotations.Nullable RuntimeException await(
      Evaluation evaluation,
      Future<?> other,
      AtomicInteger next,
      int items,
      @org.jspecify.annotations.Nullable RuntimeException before) {
    RuntimeException failure = before;
    boolean interrupted = false;
    while (true) {
      try {
        other.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        evaluation.cancel();
        next.set(items);
      } catch (ExecutionException e) {
        next.set(items);
        if (failure == null) {
          failure =
              e.getCause() instanceof PharosException known
                  ? known
                  : new BugException(
                      BugException.Code.BROKEN_INVARIANT,
                      "query worker failed: " + e.getCause(),
                      e);
        }
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      if (failure == null) {
        failure =
            new QueryException(
                QueryException.Code.CANCELED, "query was canceled in expression evaluation");
      }
    }
    return failure;
  }
}
