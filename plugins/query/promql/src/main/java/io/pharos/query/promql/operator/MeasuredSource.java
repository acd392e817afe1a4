package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.runtime.Clock;

/** A source whose reading is measured. */
final class MeasuredSource extends SeriesSource {
  private final SeriesSource source;
  private final Meter meter;
  private final Clock clock;

  /** Which series were counted; each is read by one thread at a time. */
  private final boolean[] counted;

  MeasuredSource(SeriesSource source, Meter meter, Clock clock) {
    this.source = source;
    this.meter = meter;
    this.clock = clock;
    this.counted = new boolean[source.size()];
  }

  @Override
  int size() {
    return source.size();
  }

  @Override
  Labels labels(int index) {
    return source.labels(index);
  }

  @Override
  boolean dropsName(int index) {
    return source.dropsName(index);
  }

  @Override
  int group(int index) {
    return source.group(index);
  }

  @Override
  boolean distinctWithoutName() {
    return source.distinctWithoutName();
  }

  @Override
  void read(int index, Scratch scratch, Column into) {
    long begin = clock.nanos();
    source.read(index, scratch, into);
    meter.worked(clock.nanos() - begin);
    if (!counted[index]) {
      counted[index] = true;
      Profile.gave(meter, into);
    }
  }
}
