package io.pharos.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of appended samples. */
abstract class AppendContract extends StorageFixture {
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
}
