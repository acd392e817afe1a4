package io.pharos.kernel.lifecycle;

/** A heap that is as full as a test says. */
final class PlayedHeap implements Heap {
  double share;
  long used;
  long live;
  boolean lazy = true;
  int collections;
  Runnable alarm = () -> {};

  @Override
  public double share() {
    return share;
  }

  @Override
  public long used() {
    return used;
  }

  @Override
  public long live() {
    return live;
  }

  @Override
  public boolean isLazy() {
    return lazy;
  }

  @Override
  public void collect() {
    collections++;
  }

  @Override
  public void onMark(double mark, Runnable action) {
    alarm = action;
  }
}
