package io.pharos.web.api;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.LabelOrder;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.exposition.write.FloatText;
import io.pharos.toolkit.unit.Durations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /federate}: the newest samples of selected series, for another server. Thread-safe. */
final class FederateRoute {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int BATCH = 512;

  private final Context context;
  private final WebApiFactory.Services services;
  private final MetricRegistry.Counter errors;
  private final MetricRegistry.Counter warnings;
  private volatile Map<String, String> added;

  FederateRoute(Context context, WebApiFactory.Services services, GlobalConfig global) {
    this.context = context;
    this.services = services;
    this.added = added(global);
    this.errors =
        context
            .metrics()
            .counter(
                "prometheus_web_federation_errors_total",
                "Total number of errors that occurred while sending federation responses.")
            .with();
    this.warnings =
        context
            .metrics()
            .counter(
                "prometheus_web_federation_warnings_total",
                "Total number of warnings that occurred while sending federation responses.")
            .with();
  }

  /** What series get that do not have it: external labels, and an empty instance. */
  private static Map<String, String> added(GlobalConfig global) {
    Map<String, String> labels = new TreeMap<>(LabelOrder::compare);
    labels.put("instance", "");
    labels.putAll(global.externalLabels().toMap());
    return labels;
  }

  void apply(GlobalConfig global) {
    added = added(global);
  }

  Route route() {
    return Route.get("/federate", this::answer);
  }

  /** The newest sample of a series. */
  private record Newest(
      Labels labels, long timestamp, double value, @Nullable Histogram histogram) {}

  private void answer(HttpRequest request, HttpResponse response) throws IOException {
    response.header("Vary", "Accept-Encoding");
    List<Newest> found;
    try {
      found = select(request.parameters().getOrDefault("match[]", List.of()));
    } catch (QueryException e) {
      error(response, 400, e.getMessage());
      return;
    } catch (StorageException e) {
      errors.inc();
      boolean away =
          e.code() == StorageException.Code.UNAVAILABLE || e.code() == StorageException.Code.CLOSED;
      error(response, away ? 503 : 500, e.getMessage());
      return;
    }
    Negotiation negotiation = Negotiation.of(request.header("Accept"));
    response.header("Content-Type", negotiation.contentType());
    ExpositionText text = new ExpositionText(response.body(), negotiation.escaping());
    Map<String, String> extra = added;
    String family = "";
    for (Newest sample : found) {
      Histogram histogram = sample.histogram();
      if (histogram != null && !histogram.hasCustomBounds()) {
        continue; // the text format has no place for exponential buckets
      }
      String name = sample.labels().metricName();
      String type = histogram == null ? "untyped" : "histogram";
      if (!family.equals(name + ' ' + type)) {
        family = name + ' ' + type;
        text.type(name, type);
      }
      if (histogram == null) {
        begin(text, sample, "", extra);
        text.value(sample.value(), sample.timestamp());
      } else {
        classic(text, sample, histogram, extra);
      }
    }
    text.flush();
  }

  private static void error(HttpResponse response, int status, String reason) throws IOException {
    response.status(status).header("X-Content-Type-Options", "nosniff").text(TEXT, reason + "\n");
  }

  private List<Newest> select(List<String> selectors) {
    long now = context.clock().millis();
    long from = now - lookback();
    Map<Labels, Newest> found = new TreeMap<>(FederateRoute::byName);
    try (Lease<QueryEngine> engine = services.engine().acquire();
        Lease<Storage> storage = services.storage().acquire()) {
      List<List<LabelMatcher>> sets = new ArrayList<>();
      for (String selector : selectors) {
        sets.add(engine.get().parseSelector(selector));
      }
      try (Querier querier = storage.get().querier(from, now)) {
        for (List<LabelMatcher> set : sets) {
          if (!set.isEmpty()) {
            select(querier, set, from, now, found);
          }
        }
      }
    }
    return List.copyOf(found.values());
  }

  private long lookback() {
    String flag = context.server().flags().getOrDefault("query.lookback-delta", "5m");
    return Durations.parseMillis(flag);
  }

  private static int byName(Labels a, Labels b) {
    int order = LabelOrder.compare(a.metricName(), b.metricName());
    return order != 0 ? order : a.compareTo(b);
  }

  private void select(
      Querier querier, List<LabelMatcher> set, long from, long now, Map<Labels, Newest> found) {
    SelectHints hints =
        new SelectHints(
            from, now, SelectHints.Want.NEWEST, 0, 0, "federate", List.of(), false, false, 0);
    SampleBatch batch = new SampleBatch(BATCH);
    SampleCursor cursor = null;
    try (SeriesSet series = querier.select(hints, set)) {
      for (Series one = series.next(); one != null; one = series.next()) {
        Labels labels = one.labels();
        if (labels.metricName().isEmpty() || found.containsKey(labels)) {
          continue;
        }
        cursor = one.samples(cursor);
        Newest newest = newest(labels, cursor, batch);
        if (newest != null) {
          found.put(labels, newest);
        }
      }
      warnings.add(series.warnings().size());
    }
  }

  private static @Nullable Newest newest(Labels labels, SampleCursor cursor, SampleBatch batch) {
    Newest newest = null;
    batch.clear();
    while (cursor.read(batch) > 0) {
      int last = batch.size() - 1;
      Histogram[] histograms = batch.histograms();
      Histogram histogram = histograms == null ? null : histograms[last];
      newest = new Newest(labels, batch.timestamps()[last], batch.values()[last], histogram);
      batch.clear();
    }
    if (newest == null) {
      return null;
    }
    Histogram histogram = newest.histogram();
    boolean stale = histogram == null ? StaleMarker.is(newest.value()) : histogram.isStale();
    return stale ? null : newest;
  }

  private static void begin(
      ExpositionText text, Newest sample, String suffix, Map<String, String> extra) {
    text.begin(sample.labels().metricName(), suffix);
    for (Label label : sample.labels()) {
      if (!label.name().equals(Label.NAME)) {
        text.label(label.name(), label.value());
      }
    }
    extra.forEach(
        (name, value) -> {
          if (!sample.labels().has(name)) {
            text.label(name, value);
          }
        });
  }

  private static void classic(
      ExpositionText text, Newest sample, Histogram histogram, Map<String, String> extra)
      throws IOException {
    double[] counts = dense(histogram);
    double sum = 0;
    for (int i = 0; i < counts.length - 1; i++) {
      sum += counts[i];
      begin(text, sample, "_bucket", extra);
      text.label("le", FloatText.of(histogram.customBounds()[i]));
      text.value(sum, sample.timestamp());
    }
    begin(text, sample, "_bucket", extra);
    text.label("le", "+Inf");
    text.value(histogram.count(), sample.timestamp());
    begin(text, sample, "_sum", extra);
    text.value(histogram.sum(), sample.timestamp());
    begin(text, sample, "_count", extra);
    text.value(histogram.count(), sample.timestamp());
  }

  /** One count per bound, and one for what is above the last. */
  private static double[] dense(Histogram histogram) {
    double[] counts = new double[histogram.customBounds().length + 1];
    int[] spans = histogram.positiveSpans();
    int index = 0;
    int at = 0;
    for (int span = 0; span + 1 < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1] && index < counts.length; i++) {
        counts[index++] = histogram.positive()[at++];
      }
    }
    return counts;
  }
}
