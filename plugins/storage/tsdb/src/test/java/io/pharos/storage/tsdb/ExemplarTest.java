package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Exemplars.SeriesExemplars;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exemplars are kept in a ring, found by matchers, and come back after a restart. */
final class ExemplarTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final List<List<LabelMatcher>> ALL =
      List.of(List.of(LabelMatcher.equal("__name__", "m")));

  @TempDir Path folder;
  private TsdbConfig config = TsdbConfig.in("");
  private Tsdb tsdb = new Tsdb(config, new FakeContext(Path.of("")), Disk.SYSTEM);

  @BeforeEach
  void prepare() {
    config = TsdbConfig.in(folder.resolve("data").toString());
    open("exemplar-storage");
  }

  @AfterEach
  void close() {
    tsdb.close();
  }

  @Test
  void areFoundByMatchersAndTime() {
    add("1", 0, 1, "a");
    add("2", 5, 2, "b");
    add("2", 10, 3, "c");
    assertThat(tsdb.exemplars(T0, T0 + 9, ALL))
        .containsExactly(
            new SeriesExemplars(labels("1"), List.of(exemplar(0, 1, "a"))),
            new SeriesExemplars(labels("2"), List.of(exemplar(5, 2, "b"))));
    assertThat(tsdb.exemplars(T0, T0 + 99, List.of(List.of(LabelMatcher.equal("i", "2")))))
        .containsExactly(
            new SeriesExemplars(labels("2"), List.of(exemplar(5, 2, "b"), exemplar(10, 3, "c"))));
    assertThat(tsdb.exemplars(T0 + 20, T0 + 99, ALL)).isEmpty();
  }

  @Test
  void repetitionsAndLateOnesAreLeftOut() {
    assertThat(add("1", 10, 1, "a")).isEqualTo(AppendOutcome.OK);
    assertThat(add("1", 10, 1, "a")).isEqualTo(AppendOutcome.DUPLICATE);
    assertThat(add("1", 9, 1, "a")).isEqualTo(AppendOutcome.OUT_OF_ORDER);
    assertThat(add("1", 10, 0.5, "a")).isEqualTo(AppendOutcome.OUT_OF_ORDER);
    assertThat(add("1", 10, 2, "a")).isEqualTo(AppendOutcome.OK);
    assertThat(add("1", 11, 2, "a".repeat(200))).isEqualTo(AppendOutcome.UNSUPPORTED);
    assertThat(tsdb.exemplars(0, Long.MAX_VALUE, ALL).getFirst().exemplars()).hasSize(2);
  }

  @Test
  void comeBackAfterARestartWithAndWithoutACheckpoint() {
    add("1", 0, 1, "a");
    add("1", 5, 2, "b");
    List<SeriesExemplars> before = tsdb.exemplars(0, Long.MAX_VALUE, ALL);
    tsdb.close();
    open("exemplar-storage");
    assertThat(tsdb.exemplars(0, Long.MAX_VALUE, ALL)).isEqualTo(before).isNotEmpty();
    tsdb.checkpoint();
    tsdb.close();
    open("exemplar-storage");
    assertThat(tsdb.exemplars(0, Long.MAX_VALUE, ALL)).isEqualTo(before);
    assertThat(add("1", 5, 2, "b")).isEqualTo(AppendOutcome.DUPLICATE);
  }

  @Test
  void theOldestGiveWay() {
    tsdb.close();
    config = config.withExemplars(3);
    open("exemplar-storage");
    for (int i = 0; i < 10; i++) {
      add("" + i % 2, i, i, "x" + i);
    }
    assertThat(tsdb.exemplars(0, Long.MAX_VALUE, ALL))
        .containsExactly(
            new SeriesExemplars(labels("0"), List.of(exemplar(8, 8, "x8"))),
            new SeriesExemplars(labels("1"), List.of(exemplar(7, 7, "x7"), exemplar(9, 9, "x9"))));
  }

  @Test
  void areNotKeptWithoutTheFeature() {
    tsdb.close();
    open();
    assertThat(add("1", 0, 1, "a")).isEqualTo(AppendOutcome.UNSUPPORTED);
    assertThat(tsdb.exemplars(0, Long.MAX_VALUE, ALL)).isEmpty();
  }

  private void open(String... features) {
    tsdb = new Tsdb(config, new FakeContext(folder, features), Disk.SYSTEM);
    tsdb.start();
  }

  private byte add(String i, int time, double value, String trace) {
    try (Appender appender = tsdb.appender()) {
      long ref = appender.ref(labels(i));
      byte[] outcomes = new byte[1];
      appender.appendAt(T0 + time, new long[] {ref}, new double[] {1}, 1, outcomes);
      byte outcome = appender.appendExemplar(ref, exemplar(time, value, trace));
      appender.commit();
      return outcome;
    }
  }

  private static Labels labels(String i) {
    return Labels.of("__name__", "m", "i", i);
  }

  private static Exemplar exemplar(int time, double value, String trace) {
    return new Exemplar(Labels.of("trace_id", trace), value, T0 + time);
  }
}
