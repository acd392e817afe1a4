package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.series.Column;

/**
 * What an aggregation has of one group so far, at all steps. Threads have states of their own,
 * which are merged at the end. Confined to one thread.
 */
public abstract class GroupState {
  /** Adds a series of the group. */
  public abstract void add(Column column);

  /** Adds what another thread has of the same group. */
  public abstract void merge(GroupState other);

  /** The group's values. */
  public abstract Column finish();

  /** Bytes that a state of so many steps takes at first. */
  public static long bytes(int steps) {
    return 64 + 24L * steps;
  }
}
