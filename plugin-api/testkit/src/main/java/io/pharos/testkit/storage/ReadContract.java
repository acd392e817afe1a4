package io.pharos.testkit.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What selects, cursors and lists of labels answer. */
abstract class ReadContract extends AppendContract {
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
