package io.pharos.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.MetricType;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedInstances;
import io.pharos.testkit.runtime.FixedServiceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterScrapeTest {
  @TempDir private Path folder = Path.of("");

  private FakeContext context = new FakeContext(folder);
  private final RecordingStorage storage = new RecordingStorage();
  private final List<Exporter.Query> queries = new ArrayList<>();
  private volatile Body body = sink -> gauge(sink, 1);
  private final FixedInstances<Exporter> exporters =
      new FixedInstances<>(config -> new ScriptedExporter());
  private List<String> names = List.of("node");
  private final FixedInstances<Discoverer> discoverers =
      new FixedInstances<>(config -> new NamedExporters());

  @BeforeEach
  void startTime() {
    context.close();
    context = new FakeContext(folder);
  }

  @AfterEach
  void endTime() {
    context.close();
  }

  @Test
  void anExporterIsATargetLikeAnyOther() {
    try (ScrapePart part = part()) {
      part.start();
      context.time().advance(Duration.ofSeconds(10));

      assertThat(ups()).isNotEmpty().containsOnly(1.0);
      assertThat(storage.all().get(series("a"))).isNotNull();
      assertThat(part.pools().getFirst().view().loops().getFirst().target().url())
          .isEqualTo("plugin://localhost:9100/metrics");
      assertThat(queries).first().extracting(Exporter.Query::path).isEqualTo("/metrics");
    }
  }

  @Test
  void whatAnExporterThrowsIsTheErrorOfItsTargetAndCountsAtItsPlugin() {
    body =
        sink -> {
          gauge(sink, 1);
          throw new IllegalStateException("no disk");
        };
    try (ScrapePart part = part()) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));

      assertThat(ups()).containsOnly(0.0);
      assertThat(error(part)).isEqualTo("no disk");
      assertThat(storage.all()).doesNotContainKey(series("a"));
      assertThat(exporters.failures()).first().isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aCollectionThatDoesNotReturnFailsTheScrapeAtItsTimeout() {
    body = sink -> context.time().sleep(Duration.ofDays(1));
    try (ScrapePart part = part()) {
      part.start();
      context.time().advance(Duration.ofSeconds(5));

      assertThat(ups()).isNotEmpty().containsOnly(0.0);
      assertThat(error(part)).isEqualTo("context deadline exceeded");

      body = sink -> gauge(sink, 2);
      context.time().advance(Duration.ofSeconds(5));
      assertThat(error(part)).isEmpty();
    }
  }

  @Test
  void endlessOutputIsCutAtTheLimitAndNothingOfItIsKept() {
    body =
        sink -> {
          for (int i = 0; true; i++) {
            sink.sample("", i, "i", Integer.toString(i));
          }
        };
    try (ScrapePart part = part(Map.of("body_size_limit", "10KB"))) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));

      assertThat(error(part)).isEqualTo("body size limit exceeded");
      assertThat(storage.all().keySet()).noneMatch(labels -> !labels.valueOf("i").isEmpty());
      assertThat(exporters.failures()).isNotEmpty();
    }
  }

  @Test
  void anUnknownExporterIsAnErrorThatNamesIt() {
    names = List.of("nothing");
    try (ScrapePart part = part()) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));

      assertThat(error(part)).isEqualTo("unknown exporter 'nothing'");
    }
  }

  @Test
  void anExporterClosesWhenNoTargetUsesIt() {
    try (ScrapePart part = part()) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));
      assertThat(exporters.open()).hasSize(1);

      part.apply(Jobs.config());
      context.time().advance(Duration.ofSeconds(6));
      assertThat(exporters.open()).isEmpty();
    }
  }

  @Test
  void aReloadThatChangesTheJobKeepsTheExporter() {
    try (ScrapePart part = part()) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));
      List<ExtensionConfig> before = exporters.open();

      part.apply(Jobs.config(job(Map.of("sample_limit", "7"))));
      context.time().advance(Duration.ofSeconds(6));

      assertThat(exporters.open()).hasSize(1);
      assertThat(exporters.open().getFirst()).isSameAs(before.getFirst());
    }
  }

  private static void gauge(MetricSink sink, double value) {
    sink.family("a", MetricType.GAUGE, "Help.", "");
    sink.sample("", value);
  }

  private List<Double> ups() {
    return List.copyOf(storage.all().getOrDefault(series("up"), Map.of()).values());
  }

  private static String error(ScrapePart part) {
    return part.pools().getFirst().view().loops().getFirst().health().error();
  }

  private static Labels series(String name) {
    return Labels.of("__name__", name, "instance", "localhost:9100", "job", "j");
  }

  private ScrapePart part() {
    return part(Map.of());
  }

  private ScrapePart part(Map<String, String> settings) {
    return new ScrapePart(
        Jobs.config(job(settings)),
        context.withHttp(config -> new PlayedClient(request -> PlayedClient.Answer.text(""))),
        new ScrapePartFactory.Services(
            new FixedServiceRef<>(storage),
            discoverers,
            exporters,
            new NoEngine(),
            new OnlyNode(),
            file -> ""));
  }

  private static JobConfig job(Map<String, String> settings) {
    return Jobs.job(
        "j",
        settings,
        List.of(),
        List.of(),
        new ExtensionConfig("discovery", "exporter", new Settings()));
  }

  /** Settings of fakes. */
  private record Settings() {}

  /** What a collection does. */
  private interface Body {
    void collect(MetricSink sink) throws Exception;
  }

  private final class ScriptedExporter implements Exporter {
    @Override
    public void collect(Query query, MetricSink sink) throws Exception {
      synchronized (queries) {
        queries.add(query);
      }
      body.collect(sink);
    }

    @Override
    public void close() {}
  }

  private final class NamedExporters implements Discoverer {
    @Override
    public void start(Sink sink) {
      List<Labels> targets =
          names.stream()
              .map(
                  name ->
                      Labels.of(
                          "__address__",
                          "localhost:9100",
                          "__exporter__",
                          name,
                          "__scheme__",
                          "plugin"))
              .toList();
      sink.publish(List.of(new TargetGroup("0", targets, Labels.empty())));
    }

    @Override
    public void close() {}
  }

  /** No query engine. */
  private static final class NoEngine implements ServiceRef<QueryEngine> {
    @Override
    public Lease<QueryEngine> acquire() {
      throw new ConfigException("no query engine");
    }

    @Override
    public boolean isPresent() {
      return false;
    }
  }

  /** Knows the exporter node alone. */
  private static final class OnlyNode implements ConfigReader {
    @Override
    public <C extends Record> C read(Path file, Class<C> type) {
      throw new ConfigException("no such file");
    }

    @Override
    public <C extends Record> C parse(String name, Path folder, String text, Class<C> type) {
      if (!text.equals("exporters: {node: {}}")) {
        throw new ConfigException("unknown exporter 'nothing'");
      }
      return type.cast(
          new Exporters.Named(
              Map.of("node", new ExtensionConfig("exporter", "node", new Settings()))));
    }
  }
}
