package io.pharos.testkit.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Storage} must do. A storage's test extends it and says how an empty one is
 * made; abilities beyond the least, histograms above all, are only asked of those who have them.
 */
public abstract class StorageContract {
  /** Where the samples of the tests start. */
  protected static final long T0 = 1_700_000_000_000L;

  private static final LabelMatcher ALL = new LabelMatcher(MatchType.NOT_EQUAL, Label.NAME, "");

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

  // ---- appending

  @Test
  void keepsWhatWasCommitted() {
    write(Labels.of("__name__", "up", "job", "a"), T0, 1, T0 + 1000, 2, T0 + 2000, 3);

    assertThat(read(ALL)).containsExactly("{__name__=\"up\", job=\"a\"}: 0=1.0 1000=2.0 2000=3.0");
  }

  @Test
  void keepsABatchOfOneTime() {
    try (Appender appender = storage().appender()) {
      long[] refs = {
        appender.ref(Labels.of("__name__", "a")),
        appender.ref(Labels.of("__name__", "b")),
        appender.ref(Labels.of("__name__", "c"))
      };
      byte[] outcomes = new byte[3];
      assertThat(appender.appendAt(T0, refs, new double[] {1, 2, 3}, 2, outcomes)).isZero();
      assertThat(outcomes).containsExactly(0, 0, 0);
      appender.commit();
    }
    assertThat(read(ALL)).containsExactly("{__name__=\"a\"}: 0=1.0", "{__name__=\"b\"}: 0=2.0");
  }

  @Test
  void showsNothingBeforeTheCommit() {
    try (Appender appender = storage().appender()) {
      append(appender, Labels.of("__name__", "up"), T0, 1);
      assertThat(read(ALL)).isEmpty();
      assertThat(labelNames()).isEmpty();
      appender.commit();
      assertThat(read(ALL)).hasSize(1);
    }
  }

  @Test
  void forgetsWhatWasNotCommitted() {
    try (Appender appender = storage().appender()) {
      append(appender, Labels.of("__name__", "up"), T0, 1);
    }
    assertThat(read(ALL)).isEmpty();
    write(Labels.of("__name__", "up"), T0, 2);
    assertThat(read(ALL)).containsExactly("{__name__=\"up\"}: 0=2.0");
  }

  @Test
  void anAppenderMayCommitSeveralTimes() {
    try (Appender appender = storage().appender()) {
      append(appender, Labels.of("__name__", "up"), T0, 1);
      appender.commit();
      append(appender, Labels.of("__name__", "up"), T0 + 1, 2);
      appender.commit();
    }
    assertThat(read(ALL)).containsExactly("{__name__=\"up\"}: 0=1.0 1=2.0");
  }

  @Test
  void aRunningReadIsNotChangedByALaterCommit() {
    write(Labels.of("__name__", "up"), T0, 1);
    try (Querier querier = storage().querier(T0, T0 + 10_000);
        SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 10_000), List.of(ALL))) {
      write(Labels.of("__name__", "up"), T0 + 1, 2);
      write(Labels.of("__name__", "down"), T0 + 1, 2);
      assertThat(texts(set)).containsExactly("{__name__=\"up\"}: 0=1.0");
    }
    assertThat(read(ALL)).hasSize(2);
  }

  @Test
  void acceptsTheNewestSampleAgain() {
    write(Labels.of("__name__", "up"), T0, 1);
    assertThat(outcome(Labels.of("__name__", "up"), T0, 1)).isEqualTo(AppendOutcome.OK);
    assertThat(outcome(Labels.of("__name__", "up"), T0, 2)).isEqualTo(AppendOutcome.DUPLICATE);
    assertThat(read(ALL)).containsExactly("{__name__=\"up\"}: 0=1.0");
  }

  @Test
  void comparesRepetitionsByBits() {
    write(Labels.of("__name__", "up"), T0, Double.NaN);
    assertThat(outcome(Labels.of("__name__", "up"), T0, Double.NaN)).isEqualTo(AppendOutcome.OK);
    assertThat(outcome(Labels.of("__name__", "up"), T0, StaleMarker.VALUE))
        .isEqualTo(AppendOutcome.DUPLICATE);
    write(Labels.of("__name__", "zero"), T0, 0.0);
    assertThat(outcome(Labels.of("__name__", "zero"), T0, -0.0)).isEqualTo(AppendOutcome.DUPLICATE);
  }

  @Test
  void refusesOlderSamples() {
    write(Labels.of("__name__", "up"), T0, 1);
    assertThat(outcome(Labels.of("__name__", "up"), T0 - 1, 1))
        .isEqualTo(AppendOutcome.OUT_OF_ORDER);
    assertThat(read(ALL)).containsExactly("{__name__=\"up\"}: 0=1.0");
  }

  @Test
  void judgesAgainstTheSameTransaction() {
    Labels labels = Labels.of("__name__", "up");
    try (Appender appender = storage().appender()) {
      long ref = appender.ref(labels);
      byte[] outcomes = new byte[5];
      long[] times = {T0, T0 + 2, T0 + 1, T0 + 2, T0 + 2};
      assertThat(appender.appendSeries(ref, times, new double[] {1, 2, 3, 2, 4}, 5, outcomes))
          .isEqualTo(2);
      assertThat(outcomes)
          .containsExactly(
              AppendOutcome.OK,
              AppendOutcome.OK,
              AppendOutcome.OUT_OF_ORDER,
              AppendOutcome.OK,
              AppendOutcome.DUPLICATE);
      appender.commit();
    }
    assertThat(read(ALL)).containsExactly("{__name__=\"up\"}: 0=1.0 2=2.0");
  }

  @Test
  void judgesABatchThatNamesASeriesTwice() {
    try (Appender appender = storage().appender()) {
      long ref = appender.ref(Labels.of("__name__", "up"));
      byte[] outcomes = new byte[3];
      assertThat(
              appender.appendAt(
                  T0, new long[] {ref, ref, ref}, new double[] {1, 1, 2}, 3, outcomes))
          .isEqualTo(1);
      assertThat(outcomes).containsExactly(0, 0, AppendOutcome.DUPLICATE);
      appender.commit();
    }
    assertThat(read(ALL)).containsExactly("{__name__=\"up\"}: 0=1.0");
  }

  @Test
  void keepsEveryBitOfAValue() {
    double[] values = {
      StaleMarker.VALUE,
      StaleMarker.NORMAL_NAN,
      Double.longBitsToDouble(0xfff8_0000_dead_beefL),
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      -0.0,
      0.0,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      0.1,
      1e300,
      123456789.125,
      -1
    };
    long[] times = new long[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = T0 + 15_000L * i;
    }
    write(Labels.of("__name__", "odd"), times, values);
    SampleBatch batch = samples(ALL).getFirst();
    assertThat(batch.size()).isEqualTo(values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(Double.doubleToRawLongBits(batch.values()[i]))
          .isEqualTo(Double.doubleToRawLongBits(values[i]));
    }
  }

  @Test
  void refusesUnknownReferences() {
    try (Appender appender = storage().appender()) {
      byte[] outcomes = new byte[1];
      assertThat(appender.appendAt(T0, new long[] {987_654_321L}, new double[] {1}, 1, outcomes))
          .isEqualTo(1);
      assertThat(outcomes[0]).isEqualTo(AppendOutcome.UNKNOWN_REF);
      assertThat(
              appender.appendSeries(987_654_321L, new long[] {T0}, new double[] {1}, 1, outcomes))
          .isEqualTo(1);
      assertThat(outcomes[0]).isEqualTo(AppendOutcome.UNKNOWN_REF);
      appender.commit();
    }
    assertThat(read(ALL)).isEmpty();
  }

  @Test
  void givesTheSameReferenceAgain() {
    Labels labels = Labels.of("__name__", "up", "job", "a");
    long first;
    try (Appender appender = storage().appender()) {
      first = append(appender, labels, T0, 1);
      appender.commit();
      assertThat(appender.ref(labels)).isEqualTo(first).isPositive();
      assertThat(appender.ref(Labels.of("__name__", "up", "job", "b"))).isNotEqualTo(first);
    }
    try (Appender appender = storage().appender()) {
      assertThat(appender.ref(labels)).isEqualTo(first);
    }
  }

  @Test
  void refusesASeriesWithoutLabels() {
    try (Appender appender = storage().appender()) {
      assertThat(appender.ref(Labels.empty())).isEqualTo(Appender.REFUSED);
    }
  }

  @Test
  void hasOneEpoch() {
    assertThat(storage().epoch()).isEqualTo(storage().epoch());
  }

  @Test
  void callsAfterCloseSayThatItIsClosed() {
    Storage storage = storage();
    storage.close();
    assertThatThrownBy(storage::appender)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.code()).isEqualTo(StorageException.Code.CLOSED));
    assertThatThrownBy(() -> storage.querier(0, 1))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.code()).isEqualTo(StorageException.Code.CLOSED));
    storage.close();
  }

  // ---- reading

  @Test
  void readsOnlyTheRange() {
    long[] times = new long[500];
    double[] values = new double[500];
    for (int i = 0; i < 500; i++) {
      times[i] = T0 + 1000L * i;
      values[i] = i;
    }
    write(Labels.of("__name__", "up"), times, values);
    for (int from = 0; from < 500; from += 37) {
      int to = Math.min(499, from + 61);
      List<SampleBatch> found = samples(T0 + 1000L * from, T0 + 1000L * to, ALL);
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().size()).isEqualTo(to - from + 1);
      assertThat(found.getFirst().values()[0]).isEqualTo(from);
    }
    assertThat(samples(T0 - 2000, T0 - 1, ALL)).isEmpty();
    assertThat(samples(T0 + 499_001, T0 + 600_000, ALL)).isEmpty();
  }

  @Test
  void theNewestSampleIsAmongWhatIsGiven() {
    long[] times = new long[300];
    double[] values = new double[300];
    for (int i = 0; i < 300; i++) {
      times[i] = T0 + 1000L * i;
      values[i] = i;
    }
    write(Labels.of("__name__", "up"), times, values);
    for (int end = 0; end < 300; end += 23) {
      SelectHints hints =
          new SelectHints(
              T0,
              T0 + 1000L * end + 500,
              SelectHints.Want.NEWEST,
              0,
              0,
              "",
              List.of(),
              false,
              false,
              0);
      try (Querier querier = storage().querier(T0, T0 + 1_000_000);
          SeriesSet set = querier.select(hints, List.of(ALL))) {
        Series series = set.next();
        assertThat(series).isNotNull();
        SampleBatch batch = all(requireNonNull(series));
        assertThat(batch.values()[batch.size() - 1]).isEqualTo(end);
      }
    }
  }

  @Test
  void aCursorFillsSmallBatches() {
    write(Labels.of("__name__", "up"), T0, 1, T0 + 1, 2, T0 + 2, 3, T0 + 3, 4, T0 + 4, 5);
    try (Querier querier = storage().querier(T0, T0 + 10);
        SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 10), List.of(ALL))) {
      Series series = requireNonNull(set.next());
      SampleCursor cursor = series.samples(null);
      SampleBatch batch = new SampleBatch(2);
      List<Double> values = new ArrayList<>();
      while (cursor.read(batch) > 0) {
        assertThat(batch.size()).isBetween(1, 2);
        for (int i = 0; i < batch.size(); i++) {
          values.add(batch.values()[i]);
        }
        batch.clear();
      }
      assertThat(values).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
      assertThat(cursor.read(batch)).isZero();
      SampleBatch again = new SampleBatch(16);
      again.add(T0 - 1, 0);
      assertThat(series.samples(cursor).read(again)).isPositive();
      assertThat(again.timestamps()[0]).isEqualTo(T0 - 1);
      assertThat(again.timestamps()[1]).isEqualTo(T0);
    }
  }

  @Test
  void matchersSelectAsOnAPlainModel() {
    List<Labels> all = new ArrayList<>();
    String[] jobs = {"api", "db", "web", ""};
    String[] envs = {"prod", "dev", ""};
    for (String name : new String[] {"up", "down", "requests_total"}) {
      for (String job : jobs) {
        for (String env : envs) {
          all.add(Labels.of("__name__", name, "job", job, "env", env));
        }
      }
    }
    for (Labels labels : all) {
      write(labels, T0, 1);
    }
    String[] values = {
      "",
      "api",
      "db",
      "prod",
      "up",
      "a|d",
      "api|db|",
      ".*",
      ".+",
      "p.*",
      ".*b",
      "[a-d].*",
      "dev|prod",
      "x"
    };
    for (String name : new String[] {"__name__", "job", "env", "missing"}) {
      for (String value : values) {
        for (MatchType type : MatchType.values()) {
          LabelMatcher matcher = new LabelMatcher(type, name, value);
          for (LabelMatcher other :
              List.of(
                  ALL,
                  LabelMatcher.equal("job", "api"),
                  LabelMatcher.equal("env", ""),
                  new LabelMatcher(MatchType.NOT_REGEX, "job", "a.*"))) {
            List<String> expected =
                all.stream()
                    .filter(l -> matches(matcher, l) && matches(other, l))
                    .map(Labels::toString)
                    .sorted()
                    .toList();
            assertThat(select(matcher, other)).as("%s %s", matcher, other).isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void noMatcherSelectsEverything() {
    write(Labels.of("__name__", "up"), T0, 1);
    write(Labels.of("job", "nameless"), T0, 1);
    assertThat(select()).containsExactly("{__name__=\"up\"}", "{job=\"nameless\"}");
  }

  @Test
  void seriesComeInOrderIfAsked() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      write(
          Labels.of(
              "__name__",
              "m" + random.nextInt(20),
              "a",
              "v" + random.nextInt(50),
              "Z",
              "é" + random.nextInt(3)),
          (double) (T0 + i),
          i);
    }
    List<Labels> found = new ArrayList<>();
    try (Querier querier = storage().querier(T0, T0 + 1000);
        SeriesSet set = querier.select(SelectHints.labels(T0, T0 + 1000, 0), List.of())) {
      for (Series series = set.next(); series != null; series = set.next()) {
        found.add(series.labels());
      }
    }
    assertThat(found).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(100);
    try (Querier querier = storage().querier(T0, T0 + 1000);
        SeriesSet set = querier.select(SelectHints.labels(T0, T0 + 1000, 5), List.of())) {
      for (int i = 0; i < 5; i++) {
        Labels next = requireNonNull(set.next()).labels();
        assertThat((Object) next).isEqualTo(found.get(i));
      }
      assertThat(set.next()).isNull();
    }
  }

  @Test
  void groupsAreThoseOfTheGrouping() {
    for (int i = 0; i < 60; i++) {
      write(Labels.of("__name__", "m", "a", "" + i % 3, "b", "" + i % 4, "c", "" + i), T0, i);
    }
    checkGroups(List.of("a"), true);
    checkGroups(List.of("a", "b", "nowhere"), true);
    checkGroups(List.of(), true);
    checkGroups(List.of("c"), false);
    checkGroups(List.of("a", "c"), false);
  }

  private void checkGroups(List<String> grouping, boolean by) {
    SelectHints hints =
        new SelectHints(T0, T0, SelectHints.Want.SAMPLES, 0, 0, "sum", grouping, by, false, 0);
    Map<Integer, String> keys = new TreeMap<>();
    Map<String, Integer> groups = new TreeMap<>();
    try (Querier querier = storage().querier(T0, T0);
        SeriesSet set = querier.select(hints, List.of(ALL))) {
      for (Series series = set.next(); series != null; series = set.next()) {
        int group = series.group();
        if (group == Series.UNGROUPED) {
          return;
        }
        StringBuilder key = new StringBuilder();
        for (Label label : series.labels()) {
          boolean kept =
              by
                  ? grouping.contains(label.name())
                  : !grouping.contains(label.name()) && !label.name().equals(Label.NAME);
          if (kept) {
            key.append(label.name()).append('=').append(label.value()).append(';');
          }
        }
        assertThat(keys.putIfAbsent(group, key.toString())).isIn(null, key.toString());
        assertThat(groups.putIfAbsent(key.toString(), group)).isIn(null, group);
      }
    }
    assertThat(keys.keySet()).allMatch(group -> group >= 0 && group < keys.size());
  }

  @Test
  void answersLabelNamesAndValues() {
    write(Labels.of("__name__", "up", "job", "a", "instance", "x"), T0, 1);
    write(Labels.of("__name__", "up", "job", "b", "zone", "é"), T0, 1);
    write(Labels.of("__name__", "down", "job", "c"), T0, 1);

    assertThat(labelNames()).containsExactly("__name__", "instance", "job", "zone");
    assertThat(labelNames(LabelMatcher.equal("job", "c"))).containsExactly("__name__", "job");
    assertThat(labelValues("job")).containsExactly("a", "b", "c");
    assertThat(labelValues("job", LabelMatcher.equal("__name__", "up"))).containsExactly("a", "b");
    assertThat(labelValues("zone")).containsExactly("é");
    assertThat(labelValues("nowhere")).isEmpty();
    try (Querier querier = storage().querier(T0, T0)) {
      LabelList two = querier.labelValues("job", List.of(), 2);
      assertThat(two.values()).containsExactly("a", "b");
      assertThat(two.truncated()).isTrue();
      LabelList three = querier.labelNames(List.of(), 4);
      assertThat(three.values()).hasSize(4);
      assertThat(three.truncated()).isFalse();
    }
  }

  @Test
  void aClosedQuerierAnswersNothing() {
    write(Labels.of("__name__", "up"), T0, 1);
    Querier querier = storage().querier(T0, T0);
    querier.close();
    querier.close();
    assertThatThrownBy(() -> querier.select(SelectHints.samples(T0, T0), List.of()))
        .isInstanceOf(StorageException.class);
  }

  // ---- histograms

  @Test
  void keepsHistogramsOrSaysThatItDoesNot() {
    Labels labels = Labels.of("__name__", "h");
    List<Histogram> written = new ArrayList<>();
    try (Appender appender = storage().appender()) {
      long ref = appender.ref(labels);
      for (int i = 0; i < 100; i++) {
        Histogram histogram = histogram(i);
        byte outcome = appender.appendHistogram(ref, T0 + i, histogram);
        if (outcome == AppendOutcome.UNSUPPORTED) {
          return;
        }
        assertThat(outcome).isEqualTo(AppendOutcome.OK);
        written.add(histogram);
      }
      assertThat(appender.appendHistogram(ref, T0 + 99, histogram(99))).isEqualTo(AppendOutcome.OK);
      assertThat(appender.appendHistogram(ref, T0 + 99, histogram(5)))
          .isEqualTo(AppendOutcome.DUPLICATE);
      assertThat(appender.appendHistogram(ref, T0 + 5, histogram(5)))
          .isEqualTo(AppendOutcome.OUT_OF_ORDER);
      appender.commit();
      append(appender, labels, T0 + 100, StaleMarker.VALUE);
      appender.commit();
    }
    SampleBatch batch = samples(ALL).getFirst();
    assertThat(batch.size()).isEqualTo(101);
    Histogram[] histograms = requireNonNull(batch.histograms());
    for (int i = 0; i < 100; i++) {
      assertThat(histograms[i]).isEqualTo(written.get(i));
    }
    assertThat(histograms[100].isStale()).isTrue();
  }

  @Test
  void keepsKindsApartInOneSeries() {
    Labels labels = Labels.of("__name__", "mixed");
    try (Appender appender = storage().appender()) {
      long ref = append(appender, labels, T0, 1);
      if (appender.appendHistogram(ref, T0 + 1, histogram(1)) == AppendOutcome.UNSUPPORTED) {
        return;
      }
      appender.commit();
      append(appender, labels, T0 + 2, 2);
      appender.commit();
      assertThat(outcome(labels, T0 + 2, 3)).isEqualTo(AppendOutcome.DUPLICATE);
    }
    try (Querier querier = storage().querier(T0, T0 + 2);
        SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 2), List.of())) {
      SampleCursor cursor = requireNonNull(set.next()).samples(null);
      List<String> kinds = new ArrayList<>();
      SampleBatch batch = new SampleBatch(10);
      while (cursor.read(batch) > 0) {
        Histogram[] histograms = batch.histograms();
        kinds.add(histograms != null && histograms[0] != null ? "histogram" : "float");
        batch.clear();
      }
      assertThat(kinds).containsExactly("float", "histogram", "float");
    }
  }

  private static Histogram histogram(int i) {
    Histogram.Builder builder =
        Histogram.builder().schema(i % 7 == 6 ? 2 : 3).integer(i % 5 != 4).sum(i * 1.25);
    double scale = i % 5 == 4 ? 0.5 : 1;
    return builder
        .zero(0.001, i * scale)
        .count(10 * i * scale)
        .positive(new int[] {0, 2, 3, 1}, new double[] {i * scale, 2 * i * scale, 3 * i * scale})
        .negative(new int[] {1, 1}, new double[] {4 * i * scale})
        .build();
  }

  // ---- many at once

  @Test
  void manyAppendersAndReadersAtOnce() throws Exception {
    int writers = 6;
    int rounds = 150;
    try (var executor = Executors.newFixedThreadPool(writers + 2)) {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        running.add(executor.submit(() -> writeRounds(writer, rounds)));
      }
      for (int r = 0; r < 2; r++) {
        running.add(executor.submit(this::readWhole));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    List<SampleBatch> found = samples(T0, T0 + 1_000_000, ALL);
    assertThat(found).hasSize(writers * 10);
    assertThat(found).allSatisfy(batch -> assertThat(batch.size()).isEqualTo(rounds));
  }

  private void writeRounds(int writer, int rounds) {
    try (Appender appender = storage().appender()) {
      long[] refs = new long[10];
      double[] values = new double[10];
      byte[] outcomes = new byte[10];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 10; i++) {
          refs[i] = appender.ref(Labels.of("__name__", "m" + i, "job", "w" + writer));
          values[i] = round;
        }
        assertThat(appender.appendAt(T0 + 1000L * round, refs, values, 10, outcomes)).isZero();
        appender.commit();
      }
    }
  }

  /** A transaction is seen whole or not at all. */
  private void readWhole() {
    for (int i = 0; i < 50; i++) {
      Map<String, Integer> sizes = new TreeMap<>();
      try (Querier querier = storage().querier(T0, T0 + 1_000_000);
          SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 1_000_000), List.of(ALL))) {
        for (Series series = set.next(); series != null; series = set.next()) {
          int size = all(series).size();
          String job = series.labels().valueOf("job");
          assertThat(sizes.putIfAbsent(job, size)).isIn(null, size);
        }
      }
    }
  }

  // ---- helpers for storages' own tests too

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

  private static long append(Appender appender, Labels labels, long timestamp, double value) {
    long ref = appender.ref(labels);
    byte[] outcomes = new byte[1];
    assertThat(appender.appendAt(timestamp, new long[] {ref}, new double[] {value}, 1, outcomes))
        .isZero();
    return ref;
  }

  private byte outcome(Labels labels, long timestamp, double value) {
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

  private static List<String> texts(SeriesSet set) {
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

  private List<String> select(LabelMatcher... matchers) {
    try (Querier querier = storage().querier(T0, T0 + 1000);
        SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 1000), List.of(matchers))) {
      List<String> found = new ArrayList<>();
      for (Series series = set.next(); series != null; series = set.next()) {
        found.add(series.labels().toString());
      }
      return found.stream().sorted().toList();
    }
  }

  private List<SampleBatch> samples(LabelMatcher... matchers) {
    return samples(0, T0 + 1_000_000_000L, matchers);
  }

  private List<SampleBatch> samples(long mint, long maxt, LabelMatcher... matchers) {
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

  private List<String> labelNames(LabelMatcher... matchers) {
    try (Querier querier = storage().querier(T0, T0 + 1000)) {
      return querier.labelNames(List.of(matchers), 0).values();
    }
  }

  private List<String> labelValues(String name, LabelMatcher... matchers) {
    try (Querier querier = storage().querier(T0, T0 + 1000)) {
      return querier.labelValues(name, List.of(matchers), 0).values();
    }
  }

  private static boolean matches(LabelMatcher matcher, Labels labels) {
    String value = labels.valueOf(matcher.name());
    return switch (matcher.type()) {
      case EQUAL -> value.equals(matcher.value());
      case NOT_EQUAL -> !value.equals(matcher.value());
      case REGEX -> value.matches(matcher.value());
      case NOT_REGEX -> !value.matches(matcher.value());
    };
  }
}
