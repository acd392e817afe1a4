package io.pharos.web.api;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.storage.Statistics;
import io.pharos.spi.storage.Statistics.HeadStatistics;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import io.pharos.toolkit.json.JsonWriter;
import io.pharos.toolkit.regex.Regex;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What the server says of itself below {@code /api/v1/status}. Thread-safe. */
final class StatusRoutes {
  private static final int MAX_ROWS = 10_000;
  private static final int ROWS = 10;

  private final Context context;
  private final WebApiFactory.Services services;
  private final RuntimeInfo runtime;

  StatusRoutes(Context context, WebApiFactory.Services services) {
    this.context = context;
    this.services = services;
    this.runtime = new RuntimeInfo(context, services);
  }

  List<Route> routes() {
    return List.of(
        route("config", this::config),
        route("flags", this::flags),
        route("runtimeinfo", _ -> Api.Answer.of(runtime::write)),
        route("buildinfo", _ -> Api.Answer.of(json -> BuildInfo.write(json, context.server()))),
        route("tsdb", this::head),
        route("tsdb/blocks", this::blocks),
        route("self_metrics", this::selfMetrics),
        route("plugins", this::plugins),
        route("walreplay", this::replay).whileStarting());
  }

  private static Route route(String name, Api.Call call) {
    return Route.get("/api/v1/status/" + name, Api.handler(call));
  }

  private Api.Answer config(HttpRequest request) {
    String yaml = services.configuration().yaml("server");
    return Api.Answer.of(json -> json.beginObject().name("yaml").string(yaml).endObject());
  }

  private Api.Answer flags(HttpRequest request) {
    Map<String, String> flags = new TreeMap<>(context.server().flags());
    return Api.Answer.of(json -> PlainJson.write(json, flags));
  }

  /** Asks the storage; one that knows no numbers of itself gives nothing. */
  private <A> Optional<A> ask(Function<Statistics, A> question) {
    try (Lease<Storage> storage = services.storage().acquire()) {
      return storage.get().ability(Statistics.class).map(question);
    }
  }

  private Api.Answer head(HttpRequest request) {
    int limit = rows(request);
    HeadStatistics head =
        ask(statistics -> statistics.head(limit))
            .orElse(
                new HeadStatistics(
                    0,
                    0,
                    0,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()));
    return Api.Answer.of(
        json -> {
          json.beginObject().name("headStats").beginObject();
          json.name("numSeries").number(head.series());
          json.name("numLabelPairs").number(head.labelPairs());
          json.name("chunkCount").number(head.chunks());
          json.name("minTime").number(head.mint());
          json.name("maxTime").number(head.maxt());
          json.endObject();
          rows(json, "seriesCountByMetricName", head.seriesByMetricName());
          rows(json, "labelValueCountByLabelName", head.valuesByLabelName());
          rows(json, "memoryInBytesByLabelName", head.bytesByLabelName());
          rows(json, "seriesCountByLabelValuePair", head.seriesByLabelPair());
          json.endObject();
        });
  }

  private static int rows(HttpRequest request) {
    String text = Parameters.text(request, "limit");
    if (text.isEmpty()) {
      return ROWS;
    }
    Long limit = Parameters.integer(text);
    if (limit == null || limit < 1) {
      throw ApiException.badData("limit must be a positive number");
    }
    if (limit > MAX_ROWS) {
      throw ApiException.badData("limit must not exceed " + MAX_ROWS);
    }
    return limit.intValue();
  }

  private static void rows(JsonWriter json, String name, List<Statistics.Row> rows)
      throws IOException {
    json.name(name).beginArray();
    for (Statistics.Row row : rows) {
      json.beginObject().name("name").string(row.name()).name("value").number(row.value());
      json.endObject();
    }
    json.endArray();
  }

  private Api.Answer blocks(HttpRequest request) {
    List<Statistics.Block> blocks = ask(Statistics::blocks).orElse(List.of());
    return Api.Answer.of(
        json -> {
          json.beginObject().name("blocks").beginArray();
          for (Statistics.Block block : blocks) {
            block(json, block);
          }
          json.endArray().endObject();
        });
  }

  private static void block(JsonWriter json, Statistics.Block block) throws IOException {
    json.beginObject();
    json.name("ulid").string(block.ulid());
    json.name("minTime").number(block.mint());
    json.name("maxTime").number(block.maxt());
    json.name("stats").beginObject();
    json.name("numSamples").number(block.samples());
    json.name("numSeries").number(block.series());
    json.name("numChunks").number(block.chunks());
    json.endObject();
    json.name("compaction").beginObject().name("level").number(block.level());
    json.name("sources").beginArray();
    for (String source : block.sources()) {
      json.string(source);
    }
    json.endArray().endObject();
    json.name("version").number(1);
    json.endObject();
  }

  private Api.Answer replay(HttpRequest request) {
    Statistics.Replay replay;
    try {
      replay = ask(Statistics::replay).orElse(new Statistics.Replay(0, 0, 0));
    } catch (StorageException | ConfigException e) {
      replay = new Statistics.Replay(0, 0, 0); // no storage is open yet: nothing is replayed
    }
    Statistics.Replay now = replay;
    return Api.Answer.of(
        json -> {
          json.beginObject();
          json.name("min").number(now.min());
          json.name("max").number(now.max());
          json.name("current").number(now.current());
          json.endObject();
        });
  }

  private Api.Answer selfMetrics(HttpRequest request) {
    String pattern = Parameters.text(request, "metric_name_pattern");
    Regex names;
    try {
      names = Regex.compile(pattern.isEmpty() ? ".*" : pattern);
    } catch (IllegalArgumentException e) {
      throw ApiException.badData("invalid metric_name_pattern: " + e.getMessage());
    }
    var families =
        services.metrics().read(Route.SERVER).stream()
            .filter(family -> names.matches(family.name()) && !family.samples().isEmpty())
            .toList();
    return Api.Answer.of(json -> SelfMetricsJson.write(json, families));
  }

  private Api.Answer plugins(HttpRequest request) {
    List<Plugins.Plugin> plugins = services.plugins().list();
    return Api.Answer.of(
        json -> {
          json.beginObject();
          json.name("plugins").beginArray();
          for (Plugins.Plugin plugin : plugins) {
            PluginJson.write(json, plugin);
          }
          json.endArray();
          json.endObject();
        });
  }
}
