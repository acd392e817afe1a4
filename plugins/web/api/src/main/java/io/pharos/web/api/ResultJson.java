package io.pharos.web.api;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.query.ResultSeries;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes results of queries straight from their columns. */
final class ResultJson {
  private static final double NANOS = 1e9;

  private ResultJson() {}

  /**
   * Writes {@code data} of a query's answer.
   *
   * @param limit at most so many series, 0 for all
   */
  static void write(JsonWriter json, QueryRequest request, QueryResult result, int limit)
      throws IOException {
    json.beginObject().name("resultType").string(result.type().word()).name("result");
    switch (result.type()) {
      case SCALAR -> {
        json.beginArray().shortTimestamp(result.time());
        json.plainValue(result.series().getFirst().value(0)).endArray();
      }
      case STRING ->
          json.beginArray().shortTimestamp(result.time()).string(result.string()).endArray();
      case VECTOR -> vector(json, result.series(), limit);
      case MATRIX -> matrix(json, result.series(), limit);
    }
    QueryStats stats = result.stats();
    if (stats != null) {
      json.name("stats");
      stats(json, request, stats);
    }
    json.endObject();
  }

  private static int count(List<ResultSeries> series, int limit) {
    return limit == 0 ? series.size() : Math.min(limit, series.size());
  }

  private static void vector(JsonWriter json, List<ResultSeries> series, int limit)
      throws IOException {
    json.beginArray();
    for (int i = 0; i < count(series, limit); i++) {
      ResultSeries one = series.get(i);
      json.beginObject().name("metric");
      labels(json, one.labels());
      Histogram histogram = one.histogram(0);
      json.name(histogram == null ? "value" : "histogram");
      point(json, one.timestamp(0), one.value(0), histogram);
      json.endObject();
    }
    json.endArray();
  }

  private static void matrix(JsonWriter json, List<ResultSeries> series, int limit)
      throws IOException {
    json.beginArray();
    for (int i = 0; i < count(series, limit); i++) {
      ResultSeries one = series.get(i);
      json.beginObject().name("metric");
      labels(json, one.labels());
      points(json, one, "values", false);
      points(json, one, "histograms", true);
      json.endObject();
    }
    json.endArray();
  }

  private static void points(JsonWriter json, ResultSeries series, String name, boolean histograms)
      throws IOException {
    boolean open = false;
    for (int i = 0; i < series.size(); i++) {
      Histogram histogram = series.histogram(i);
      if (histogram != null == histograms) {
        if (!open) {
          json.name(name).beginArray();
          open = true;
        }
        point(json, series.timestamp(i), series.value(i), histogram);
      }
    }
    if (open) {
      json.endArray();
    }
  }

  private static void point(
      JsonWriter json, long timestamp, double value, @Nullable Histogram histogram)
      throws IOException {
    json.beginArray().timestamp(timestamp);
    if (histogram == null) {
      json.sampleValue(value);
    } else {
      HistogramJson.write(json, histogram);
    }
    json.endArray();
  }

  static void labels(JsonWriter json, Labels labels) throws IOException {
    json.beginObject();
    for (int i = 0; i < labels.size(); i++) {
      json.name(labels.name(i)).string(labels.value(i));
    }
    json.endObject();
  }

  /** Writes the statistics of a query. */
  static void stats(JsonWriter json, QueryRequest request, QueryStats stats) throws IOException {
    json.beginObject().name("timings").beginObject();
    json.name("evalTotalTime").number(stats.evalTotalNanos() / NANOS);
    json.name("resultSortTime").number(stats.resultSortNanos() / NANOS);
    json.name("queryPreparationTime").number(stats.queryPreparationNanos() / NANOS);
    json.name("innerEvalTime").number(stats.innerEvalNanos() / NANOS);
    json.name("execQueueTime").number(stats.execQueueNanos() / NANOS);
    json.name("execTotalTime").number(stats.execTotalNanos() / NANOS);
    json.endObject().name("samples").beginObject();
    perStep(json, "totalQueryableSamplesPerStep", request, stats.perStep());
    json.name("totalQueryableSamples").number(stats.totalQueryableSamples());
    perStep(json, "samplesReadPerStep", request, stats.readPerStep());
    json.name("samplesRead").number(stats.samplesRead());
    json.name("peakSamples").number(stats.peakSamples());
    json.endObject().endObject();
  }

  private static void perStep(JsonWriter json, String name, QueryRequest request, List<Long> counts)
      throws IOException {
    if (counts.isEmpty()) {
      return;
    }
    json.name(name).beginArray();
    for (int i = 0; i < counts.size(); i++) {
      json.beginArray().timestamp(request.start() + i * request.step());
      json.number(counts.get(i).longValue()).endArray();
    }
    json.endArray();
  }
}
