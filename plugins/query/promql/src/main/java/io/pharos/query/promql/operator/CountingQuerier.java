package io.pharos.query.promql.operator;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the samples that are read, for the operator that is being made when it selects. */
record CountingQuerier(Querier querier, Profile profile) implements Querier {
  @Override
  public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
    return new CountingSet(querier.select(hints, matchers), profile.current());
  }

  @Override
  public LabelList labelNames(List<LabelMatcher> matchers, int limit) {
    return querier.labelNames(matchers, limit);
  }

  @Override
  public LabelList labelValues(String name, List<LabelMatcher> matchers, int limit) {
    return querier.labelValues(name, matchers, limit);
  }

  @Override
  public void close() {
    querier.close();
  }

  private record CountingSet(SeriesSet set, Meter meter) implements SeriesSet {
    @Override
    public @Nullable Series next() {
      Series series = set.next();
      return series == null ? null : new CountingSeries(series, meter);
    }

    @Override
    public int size() {
      return set.size();
    }

    @Override
    public List<String> warnings() {
      return set.warnings();
    }

    @Override
    public void close() {
      set.close();
    }
  }

  private record CountingSeries(Series series, Meter meter) implements Series {
    @Override
    public Labels labels() {
      return series.labels();
    }

    @Override
    public int group() {
      return series.group();
    }

    @Override
    public SampleCursor samples(@Nullable SampleCursor reuse) {
      SampleCursor inner = reuse instanceof CountingCursor counting ? counting.cursor : reuse;
      return new CountingCursor(series.samples(inner), meter);
    }
  }

  private record CountingCursor(SampleCursor cursor, Meter meter) implements SampleCursor {
    @Override
    public int read(SampleBatch batch) {
      int count = cursor.read(batch);
      meter.read(count);
      return count;
    }
  }
}
