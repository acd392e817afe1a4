package io.pharos.testkit.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.SeriesSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native histograms, asked only of storages that keep them. */
abstract class HistogramContract extends ReadContract {
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
      assertThat(unhinted(histograms[i])).isEqualTo(written.get(i));
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

  /** Without what a storage may add: whether counters were reset before it. */
  private static Histogram unhinted(Histogram histogram) {
    return histogram.toBuilder().resetHint(Histogram.builder().build().resetHint()).build();
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
}
