package io.pharos.query.promql.engine;

import io.pharos.spi.runtime.Clock;

/** How long the stages of one query take. Confined to one thread. */
final class QueryTimer {
  private final Clock clock;
  private final long begin;
  private long queued;
  private long prepared;
  private long evaluated;
  private long sorted;

  QueryTimer(Clock clock) {
    this.clock = clock;
    this.begin = clock.nanos();
    this.queued = begin;
    this.prepared = begin;
    this.evaluated = begin;
    this.sorted = begin;
  }

  void leftQueue() {
    queued = clock.nanos();
    prepared = queued;
    evaluated = queued;
    sorted = queued;
  }

  void prepared() {
    prepared = clock.nanos();
  }

  void evaluated() {
    evaluated = clock.nanos();
    sorted = evaluated;
  }

  void sorted() {
    sorted = clock.nanos();
  }

  long queueNanos() {
    return queued - begin;
  }

  long prepareNanos() {
    return Math.max(0, prepared - queued);
  }

  long innerNanos() {
    return Math.max(0, evaluated - prepared);
  }

  long sortNanos() {
    return Math.max(0, sorted - evaluated);
  }

  long totalNanos() {
    return clock.nanos() - begin;
  }
}
