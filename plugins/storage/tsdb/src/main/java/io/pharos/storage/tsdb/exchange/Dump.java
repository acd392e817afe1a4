package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.compact.Walk;
import io.pharos.storage.tsdb.query.JoinedCursor;
import io.pharos.toolkit.json.Json;
import io.pharos.toolkit.match.LabelFilter;
import io.pharos.toolkit.template.HistogramText;
import io.pharos.toolkit.unit.GoFloats;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints samples as {@code promtool tsdb dump} and {@code dump-openmetrics} do. */
public final class Dump {
  private static final int BATCH = 1024;

  /** What is printed of a series. */
  public enum Form {
    /** Labels, value and milliseconds. */
    PROM,
    /** The labels alone, as JSON. */
    SERIES_JSON,
    /** OpenMetrics: floats without stale markers, seconds. */
    OPEN_METRICS
  }

  private final Folder source;
  private final PrintStream out;
  private final StringBuilder text = new StringBuilder();

  public Dump(Folder source, PrintStream out) {
    this.source = source;
    this.out = out;
  }

  /** Prints what one of the selectors finds. */
  public void run(Form form, List<List<LabelMatcher>> selectors, long mint, long maxt) {
    List<LabelMatcher> first = selectors.size() == 1 ? selectors.getFirst() : List.of();
    List<List<LabelFilter>> filters = selectors.stream().map(LabelFilter::of).toList();
    SampleBatch batch = new SampleBatch(BATCH);
    try (Walk walk = source.walk(first, mint, maxt)) {
      while (walk.next()) {
        Labels labels = walk.labels();
        if (selectors.size() == 1
            || filters.stream().anyMatch(all -> LabelFilter.matchesAll(all, labels))) {
          print(form, labels, walk.samples(), batch);
        }
      }
    }
    if (form == Form.OPEN_METRICS) {
      out.print("# EOF\n");
    }
    out.flush();
  }

  private void print(Form form, Labels labels, JoinedCursor samples, SampleBatch batch) {
    batch.clear();
    if (form == Form.SERIES_JSON) {
      if (samples.read(batch) > 0) {
        out.print(Json.write(labels.toMap()) + "\n");
      }
      return;
    }
    String series =
        form == Form.PROM ? labels.toString() : labels.metricName() + labels.without(Label.NAME);
    while (samples.read(batch) > 0) {
      for (int i = 0; i < batch.size(); i++) {
        Histogram[] histograms = batch.histograms();
        Histogram histogram = histograms == null ? null : histograms[i];
        if (form == Form.PROM) {
          line(series, batch.timestamps()[i], batch.values()[i], histogram);
        } else if (histogram == null && !StaleMarker.is(batch.values()[i])) {
          openMetrics(series, batch.timestamps()[i], batch.values()[i]);
        }
      }
      batch.clear();
    }
    out.append(text);
    text.setLength(0);
  }

  private void line(
      String series,
      long timestamp,
      double value,
      @org.jspecify.annotations.Nullable Histogram histogram) {
    text.append(series).append(' ');
    text.append(histogram == null ? GoFloats.format(value, 'g', -1) : HistogramText.of(histogram));
    text.append(' ').append(timestamp).append('\n');
    flush();
  }

  private void openMetrics(String series, long timestamp, double value) {
    text.append(series).append(' ').append(GoFloats.format(value, 'g', -1)).append(' ');
    text.append(String.format(Locale.ROOT, "%.3f", timestamp / 1000.0)).append('\n');
    flush();
  }

  private void flush() {
    if (text.length() > 1 << 16) {
      out.append(text);
      text.setLength(0);
    }
  }
}
