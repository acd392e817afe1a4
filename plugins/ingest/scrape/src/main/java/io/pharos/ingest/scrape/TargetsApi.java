package io.pharos.ingest.scrape;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.relabel.RelabelAction;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.model.sample.Metadata;
import io.pharos.spi.config.ConfigView;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import io.pharos.toolkit.json.Json;
import io.pharos.toolkit.json.JsonWriter;
import io.pharos.toolkit.match.LabelFilter;
import io.pharos.toolkit.relabel.Relabelling;
import io.pharos.toolkit.unit.Durations;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What clients may ask about targets. Thread-safe. */
final class TargetsApi {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final ScrapePart part;
  private final Context context;
  private final ConfigView view;
  private final ServiceRef<QueryEngine> engine;

  TargetsApi(ScrapePart part, Context context, ConfigView view, ServiceRef<QueryEngine> engine) {
    this.part = part;
    this.context = context;
    this.view = view;
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets", Api.handler(this::targets)),
        Route.get("/api/v1/targets/metadata", Api.handler(this::targetMetadata)),
        Route.get("/api/v1/targets/relabel_steps", Api.handler(this::relabelSteps)),
        Route.get("/api/v1/scrape_pools", Api.handler(request -> pools())),
        Route.get("/api/v1/scrape_pools/config", Api.handler(this::poolConfig)),
        Route.get("/api/v1/metadata", Api.handler(this::metadata)));
  }

  private List<ScrapePool.View> views() {
    List<ScrapePool.View> views = new ArrayList<>();
    for (ScrapePool pool : part.pools()) {
      views.add(pool.view());
    }
    views.sort(Comparator.comparing(found -> found.job().name()));
    return views;
  }

  private Api.Answer targets(HttpRequest request) {
    String state = Parameters.text(request, "state").toLowerCase(Locale.ROOT);
    String wanted = Parameters.text(request, "scrapePool");
    boolean any = state.isEmpty() || state.equals("any");
    boolean active = any || state.equals("active");
    boolean dropped = any || state.equals("dropped");
    List<ScrapePool.View> views = views();
    return Api.Answer.of(
        json -> {
          json.beginObject().name("activeTargets").beginArray();
          for (ScrapePool.View pool : views) {
            if (active && (wanted.isEmpty() || wanted.equals(pool.job().name()))) {
              for (ScrapeLoop loop : pool.loops()) {
                write(json, loop, pool.job().name());
              }
            }
          }
          json.endArray().name("droppedTargets").beginArray();
          for (ScrapePool.View pool : views) {
            if (dropped && (wanted.isEmpty() || wanted.equals(pool.job().name()))) {
              for (Labels labels : pool.dropped()) {
                json.beginObject().name("discoveredLabels");
                write(json, labels);
                json.name("scrapePool").string(pool.job().name()).endObject();
              }
            }
          }
          json.endArray().name("droppedTargetCounts");
          if (dropped) {
            json.beginObject();
            for (ScrapePool.View pool : views) {
              json.name(pool.job().name()).number((long) pool.droppedCount());
            }
            json.endObject();
          } else {
            json.nothing();
          }
          json.endObject();
        });
  }

  private void write(JsonWriter json, ScrapeLoop loop, String pool) throws IOException {
    Target target = loop.target();
    ScrapeLoop.Health health = loop.health();
    json.beginObject().name("discoveredLabels");
    write(json, target.discovered());
    json.name("labels");
    write(json, target.labels());
    json.name("scrapePool").string(pool);
    json.name("scrapeUrl").string(target.url());
    json.name("globalUrl").string(globalUrl(target.url()));
    json.name("lastError").string(health.error());
    json.name("lastScrape")
        .string(
            health.at() == Long.MIN_VALUE ? NEVER : Instant.ofEpochMilli(health.at()).toString());
    json.name("lastScrapeDuration").number(health.seconds());
    json.name("health").string(health.word());
    json.name("scrapeInterval").string(Durations.print(target.interval()));
    json.name("scrapeTimeout").string(Durations.print(target.timeout()));
    json.endObject();
  }

  private static void write(JsonWriter json, Labels labels) throws IOException {
    json.beginObject();
    for (int i = 0; i < labels.size(); i++) {
      json.name(labels.name(i)).string(labels.value(i));
    }
    json.endObject();
  }

  /**
   * A URL that works from elsewhere: a host that only this machine knows as its own is replaced.
   */
  private String globalUrl(String url) {
    int scheme = url.indexOf("://");
    int slash = url.indexOf('/', scheme + 3);
    int end = slash < 0 ? url.length() : slash;
    String authority = url.substring(scheme + 3, end);
    int colon = authority.lastIndexOf(':');
    if (colon < 0) {
      return url;
    }
    String host = authority.substring(0, colon);
    String port = authority.substring(colon + 1);
    if (!host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("[::1]")) {
      return url;
    }
    String external = context.server().externalUrl();
    int externalScheme = external.indexOf("://");
    int externalEnd = external.indexOf('/', externalScheme + 3);
    String externalAuthority =
        external.substring(externalScheme + 3, externalEnd < 0 ? external.length() : externalEnd);
    String listen = context.server().flags().getOrDefault("web.listen-address", "");
    if (listen.endsWith(":" + port)) {
      return external.substring(0, externalScheme) + "://" + externalAuthority + url.substring(end);
    }
    int externalColon = externalAuthority.lastIndexOf(':');
    String externalHost =
        externalColon < 0 ? externalAuthority : externalAuthority.substring(0, externalColon);
    return url.substring(0, scheme) + "://" + externalHost + ":" + port + url.substring(end);
  }

  private Api.Answer pools() {
    List<String> names = views().stream().map(pool -> pool.job().name()).toList();
    return Api.Answer.of(
        json -> {
          json.beginObject().name("scrapePools").beginArray();
          for (String name : names) {
            json.string(name);
          }
          json.endArray().endObject();
        });
  }

  private Api.Answer poolConfig(HttpRequest request) {
    String name = required(request, "scrapePool");
    pool(name);
    String yaml = JobYaml.of(view.yaml("server"), name);
    return Api.Answer.of(json -> json.beginObject().name("yaml").string(yaml).endObject());
  }

  private ScrapePool.View pool(String name) {
    for (ScrapePool.View pool : views()) {
      if (pool.job().name().equals(name)) {
        return pool;
      }
    }
    throw ApiException.badData(
        "error retrieving scrape config: scrape pool " + GoQuote.quote(name) + " not found");
  }

  private static String required(HttpRequest request, String name) {
    String value = Parameters.text(request, name);
    if (value.isEmpty()) {
      throw ApiException.badData("no " + name + " parameter provided");
    }
    return value;
  }

  /** A whole number; negative where it is not given. */
  private static long number(HttpRequest request, String name) {
    String text = Parameters.text(request, name);
    if (text.isEmpty()) {
      return -1;
    }
    Long value = Parameters.integer(text);
    if (value == null) {
      throw ApiException.badData(name + " must be a number");
    }
    return value;
  }

  private Api.Answer targetMetadata(HttpRequest request) {
    long limit = number(request, "limit");
    List<LabelFilter> filters = filters(Parameters.text(request, "match_target"));
    String metric = Parameters.text(request, "metric");
    List<ScrapePool.View> views = views();
    return Api.Answer.of(
        json -> {
          json.beginArray();
          long count = 0;
          for (ScrapePool.View pool : views) {
            for (ScrapeLoop loop : pool.loops()) {
              if (!LabelFilter.matchesAll(filters, loop.target().labels())) {
                continue;
              }
              Map<String, Metadata> known = new TreeMap<>(loop.series().metadata.all());
              for (Map.Entry<String, Metadata> family : known.entrySet()) {
                boolean wanted = metric.isEmpty() || metric.equals(family.getKey());
                if (wanted && (limit < 0 || count < limit)) {
                  count++;
                  json.beginObject().name("target");
                  write(json, loop.target().labels());
                  if (metric.isEmpty()) {
                    json.name("metric").string(family.getKey());
                  }
                  write(json, family.getValue());
                  json.endObject();
                }
              }
            }
          }
          json.endArray();
        });
  }

  private static void write(JsonWriter json, Metadata metadata) throws IOException {
    json.name("type").string(metadata.type().word());
    json.name("help").string(metadata.help());
    json.name("unit").string(metadata.unit());
  }

  private List<LabelFilter> filters(String selector) {
    if (selector.isEmpty()) {
      return List.of();
    }
    try (Lease<QueryEngine> lease = engine.acquire()) {
      List<LabelMatcher> matchers = lease.get().parseSelector(selector);
      return LabelFilter.of(matchers);
    } catch (QueryException e) {
      throw ApiException.badParameter("match_target", e.getMessage());
    }
  }

  private Api.Answer metadata(HttpRequest request) {
    long limit = number(request, "limit");
    long perMetric = number(request, "limit_per_metric");
    String metric = Parameters.text(request, "metric");
    Map<String, Set<Metadata>> families = new TreeMap<>();
    for (ScrapePool.View pool : views()) {
      for (ScrapeLoop loop : pool.loops()) {
        loop.series()
            .metadata
            .all()
            .forEach(
                (name, known) -> {
                  if (metric.isEmpty() || metric.equals(name)) {
                    families.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(known);
                  }
                });
      }
    }
    return Api.Answer.of(
        json -> {
          json.beginObject();
          long count = 0;
          for (Map.Entry<String, Set<Metadata>> family : families.entrySet()) {
            if (limit >= 0 && count++ >= limit) {
              break;
            }
            json.name(family.getKey()).beginArray();
            long written = 0;
            for (Metadata known : family.getValue()) {
              if (perMetric <= 0 || written++ < perMetric) {
                json.beginObject();
                write(json, known);
                json.endObject();
              }
            }
            json.endArray();
          }
          json.endObject();
        });
  }

  private Api.Answer relabelSteps(HttpRequest request) {
    String name = required(request, "scrapePool");
    String text = required(request, "labels");
    LabelsBuilder labels = parse(text);
    Job job = pool(name).job();
    return Api.Answer.of(
        json -> {
          json.beginObject().name("steps").beginArray();
          boolean kept = true;
          for (RelabelRule rule : job.relabelRules()) {
            kept = kept && Relabelling.of(List.of(rule), job.names()).apply(labels);
            json.beginObject().name("rule");
            write(json, rule);
            json.name("output");
            write(json, kept ? labels.build() : Labels.empty());
            json.name("keep").bool(kept).endObject();
          }
          json.endArray().endObject();
        });
  }

  private static LabelsBuilder parse(String text) {
    Object value;
    try {
      value = Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.badData("error parsing labels: " + e.getMessage());
    }
    LabelsBuilder labels = new LabelsBuilder();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, label) -> {
            if (label instanceof String own) {
              labels.set(String.valueOf(name), own);
            } else {
              throw notText(label instanceof Number ? "number" : "value", "string");
            }
          });
    } else if (value != null) {
      throw notText("value", "labels.Labels");
    }
    return labels;
  }

  private static ApiException notText(String found, String wanted) {
    return ApiException.badData(
        "error parsing labels: json: cannot unmarshal "
            + found
            + " into Go value of type "
            + wanted);
  }

  private static void write(JsonWriter json, RelabelRule rule) throws IOException {
    json.beginObject();
    if (!rule.sourceLabels().isEmpty()) {
      json.name("source_labels").beginArray();
      for (String source : rule.sourceLabels()) {
        json.string(source);
      }
      json.endArray();
    }
    json.name("separator").string(rule.separator());
    json.name("regex").string(rule.regex());
    if (rule.action() == RelabelAction.HASHMOD) {
      json.name("modulus").number(rule.modulus());
    }
    if (!rule.targetLabel().isEmpty()) {
      json.name("target_label").string(rule.targetLabel());
    }
    json.name("replacement").string(rule.replacement());
    json.name("action").string(rule.action().word());
    json.endObject();
  }
}
