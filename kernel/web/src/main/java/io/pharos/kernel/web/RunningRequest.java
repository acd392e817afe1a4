package io.pharos.kernel.web;

import java.util.concurrent.locks.ReentrantLock;

/** The thread that answers a request, so that it can be interrupted while it does. Thread-safe. */
final class RunningRequest {
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread thread;
  private boolean running = true;
  private boolean interrupted;

  RunningRequest(Thread thread) {
    this.thread = thread;
  }

  /** Interrupts the thread if it still answers this request. */
  void interrupt() {
    lock.lock();
    try {
      if (running && !interrupted) {
        interrupted = true;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was interrupted. */
  boolean isInterrupted() {
    lock.lock();
    try {
      return interrupted;
    } finally {
      lock.unlock();
    }
  }

  /** Says, in its thread, that the request is answered; an interrupt does not outlive it. */
  void end() {
    lock.lock();
    try {
      running = false;
      if (interrupted) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }
}
