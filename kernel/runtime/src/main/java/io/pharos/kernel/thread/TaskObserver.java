package io.pharos.kernel.thread;

/** Hears of the tasks of a scheduler. Thread-safe. */
public interface TaskObserver {
  /** A task begins in the calling thread; the answer is closed when it ends. */
  Running begin(String role);

  /** A task, or one run of a repeated one, has thrown. */
  void failed(String role, Throwable cause);

  /** A running task. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }
}
