package io.pharos.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An empty storage for each test of its contract, and short words for writing and reading. */
abstract class StorageFixture {
  /** Where the samples of the tests start. */
  protected static final long T0 = 1_700_000_000_000L;

  static final LabelMatcher ALL = new LabelMatcher(MatchType.NOT_EQUAL, Label.NAME, "");

  private @Nullable Storage made;

  /** An empty storage that was not started yet, without an out-of-order window. */
  protected abstract Storage create() throws Exception;

  @BeforeEach
  final void startStorage() throws Exception {
    made = create();
    made.start();
  }

  @AfterEach
  final void closeStorage() {
    if (made != null) {
      made.close();
    }
  }

  /** The started storage. */
  protected final Storage storage() {
    Storage storage = made;
    if (storage == null) {
      throw new IllegalStateException("not started");
    }
    return storage;
  }

  /** Writes samples of one series, times and values in turn, in one transaction. */
  protected final void write(Labels labels, double... timesAndValues) {
    long[] times = new long[timesAndValues.length / 2];
    double[] values = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = (long) timesAndValues[2 * i];
      values[i] = timesAndValues[2 * i + 1];
    }
    write(labels, times, values);
  }

  /** Writes samples of one series in one transaction. */
  protected final void write(Labels labels, long[] times, double[] values) {
    try (Appender appender = storage().appender()) {
      byte[] outcomes = new byte[times.length];
      int failed =
          appender.appendSeries(appender.ref(labels), times, values, times.length, outcomes);
      assertThat(failed).as("refused samples of %s", labels).isZero();
      appender.commit();
    }
  }

  static long append(Appender appender, Labels labels, long timestamp, double value) {
    long ref = appender.ref(labels);
    byte[] outcomes = new byte[1];
    assertThat(appender.appendAt(timestamp, new long[] {ref}, new double[] {value}, 1, outcomes))
        .isZero();
    return ref;
  }

  byte outcome(Labels labels, long timestamp, double value) {
    try (Appender appender = storage().appender()) {
      byte[] outcomes = new byte[1];
      appender.appendAt(
          timestamp, new long[] {appender.ref(labels)}, new double[] {value}, 1, outcomes);
      appender.commit();
      return outcomes[0];
    }
  }

  /**
   * Everything that matches, in order, as text: labels, then times since {@link #T0} and values.
   */
  protected final List<String> read(LabelMatcher... matchers) {
    long maxt = T0 + 1_000_000_000L;
    try (Querier querier = storage().querier(0, maxt);
        SeriesSet set = querier.select(SelectHints.samples(0, maxt), List.of(matchers))) {
      return texts(set).stream().sorted().toList();
    }
  }

  static List<String> texts(SeriesSet set) {
    List<String> texts = new ArrayList<>();
    for (Series series = set.next(); series != null; series = set.next()) {
      StringBuilder text = new StringBuilder(series.labels().toString()).append(':');
      SampleBatch batch = all(series);
      for (int i = 0; i < batch.size(); i++) {
        text.append(' ').append(batch.timestamps()[i] - T0).append('=').append(batch.values()[i]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  List<String> select(LabelMatcher... matchers) {
    try (Querier querier = storage().querier(T0, T0 + 1000);
        SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 1000), List.of(matchers))) {
      List<String> found = new ArrayList<>();
      for (Series series = set.next(); series != null; series = set.next()) {
        found.add(series.labels().toString());
      }
      return found.stream().sorted().toList();
    }
  }

  List<SampleBatch> samples(LabelMatcher... matchers) {
    return samples(0, T0 + 1_000_000_000L, matchers);
  }

  List<SampleBatch> samples(long mint, long maxt, LabelMatcher... matchers) {
    List<SampleBatch> found = new ArrayList<>();
    try (Querier querier = storage().querier(mint, maxt);
        SeriesSet set = querier.select(SelectHints.samples(mint, maxt), List.of(matchers))) {
      for (Series series = set.next(); series != null; series = set.next()) {
        SampleBatch batch = all(series);
        if (batch.size() > 0) {
          found.add(batch);
        }
      }
    }
    return found;
  }

  /** All samples of a series in one batch. */
  protected static SampleBatch all(Series series) {
    SampleBatch batch = new SampleBatch(64);
    SampleCursor cursor = series.samples(null);
    while (cursor.read(batch) > 0) {
      batch.reserve(64);
    }
    return batch;
  }

  List<String> labelNames(LabelMatcher... matchers) {
    try (Querier querier = storage().querier(T0, T0 + 1000)) {
      return querier.labelNames(List.of(matchers), 0).values();
    }
  }

  List<String> labelValues(String name, LabelMatcher... matchers) {
    try (Querier querier = storage().querier(T0, T0 + 1000)) {
      return querier.labelValues(name, List.of(matchers), 0).values();
    }
  }
}
