package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Window;
import io.pharos.spi.runtime.Clock;
import org.jspecify.annotations.Nullable;

/** Series of samples whose reading is measured. */
final class MeasuredSamples extends SampleSource {
  private final SampleSource source;
  private final Meter meter;
  private final Clock clock;

  MeasuredSamples(SampleSource source, Meter meter, Clock clock) {
    this.source = source;
    this.meter = meter;
    this.clock = clock;
  }

  @Override
  Window window() {
    return source.window();
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
  @Nullable String commonName() {
    return source.commonName();
  }

  @Override
  Samples read(int index, Scratch scratch) {
    long begin = clock.nanos();
    Samples samples = source.read(index, scratch);
    meter.worked(clock.nanos() - begin);
    if (samples.size() > 0) {
      meter.gave(1, samples.size());
    }
    return samples;
  }
}
