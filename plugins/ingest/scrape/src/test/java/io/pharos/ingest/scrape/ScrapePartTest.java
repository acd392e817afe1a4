package io.pharos.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.StaleMarker;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.Reconfigurable.Applied;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedInstances;
import io.pharos.testkit.runtime.FixedServiceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapePartTest {
  @TempDir private Path folder = Path.of("");

  private final RecordingStorage storage = new RecordingStorage();
  private final FakeDiscovery discovery = new FakeDiscovery();
  private volatile String body = "a 1\n";
  private FakeContext context = new FakeContext(folder);
  private final PlayedClient client = new PlayedClient(request -> PlayedClient.Answer.text(body));

  @BeforeEach
  void startTime() {
    context.close();
    context = new FakeContext(folder).withHttp(client);
  }

  @AfterEach
  void endTime() {
    context.close();
  }

  @Test
  void scrapesTargetsAtTheirInterval() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(10));

      Map<Long, Double> ups = storage.all().getOrDefault(series("up", "t:1"), Map.of());
      assertThat(ups.size()).isBetween(9, 11);
      assertThat(ups.values()).containsOnly(1.0);
      List<Long> times = ups.keySet().stream().sorted().toList();
      for (int i = 1; i < times.size(); i++) {
        assertThat(times.get(i) - times.get(i - 1)).isEqualTo(1000);
      }
      assertThat(storage.all()).containsKey(series("a", "t:1"));
    }
  }

  @Test
  void asksForFormatsLikeTheOriginal() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));

      assertThat(client.requests().getFirst().uri()).hasToString("http://t:1/metrics");
      assertThat(client.requests().getFirst().headers())
          .containsEntry(
              "Accept",
              "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                  + "application/openmetrics-text;version=0.0.1;q=0.5,"
                  + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                  + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
          .containsEntry("Accept-Encoding", "gzip")
          .containsEntry("X-Prometheus-Scrape-Timeout-Seconds", "1");
    }
  }

  @Test
  void endsTheSeriesOfATargetThatIsGone() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(10));
      discovery.publish("t:2");
      context.time().advance(Duration.ofSeconds(10));

      Map<Long, Double> gone = storage.all().getOrDefault(series("a", "t:1"), Map.of());
      long last = gone.keySet().stream().max(Long::compare).orElse(0L);
      assertThat(StaleMarker.is(gone.getOrDefault(last, 0.0))).isTrue();
      Map<Long, Double> up = storage.all().getOrDefault(series("up", "t:1"), Map.of());
      assertThat(StaleMarker.is(up.getOrDefault(last, 0.0))).isTrue();
      assertThat(storage.all()).containsKey(series("a", "t:2"));
    }
  }

  @Test
  void aTargetThatComesBackKeepsItsSeries() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(10));
      discovery.publish();
      context.time().advance(Duration.ofSeconds(5));
      discovery.publish("t:1");
      context.time().advance(Duration.ofSeconds(10));

      Map<Long, Double> samples = storage.all().getOrDefault(series("up", "t:1"), Map.of());
      long last = samples.keySet().stream().max(Long::compare).orElse(0L);
      assertThat(samples.getOrDefault(last, 0.0)).isEqualTo(1.0);
    }
  }

  @Test
  void aReloadKeepsWhatIsKnownOfSeries() {
    ScrapeConfig before = Jobs.config(job("j", Map.of()));
    try (ScrapePart part = part(before)) {
      part.start();
      context.time().advance(Duration.ofSeconds(10));
      int resolved = storage.refCalls;

      Applied applied = part.apply(Jobs.config(job("j", Map.of("sample_limit", "100"))));
      context.time().advance(Duration.ofSeconds(10));

      assertThat(applied).isEqualTo(Applied.APPLIED);
      assertThat(storage.refCalls - resolved).as("only the report is resolved anew").isEqualTo(5);
      assertThat(storage.all().getOrDefault(series("a", "t:1"), Map.of()).values())
          .noneMatch(StaleMarker::is);
    }
  }

  @Test
  void aJobThatLeavesEndsItsSeries() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(10));
      part.apply(Jobs.config());
      context.time().advance(Duration.ofSeconds(10));

      assertThat(storage.all().getOrDefault(series("a", "t:1"), Map.of()).values())
          .anyMatch(StaleMarker::is);
      assertThat(part.pools()).isEmpty();
    }
  }

  @Test
  void aStorageThatIsReplacedGetsAllSeriesAgain() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(5));
      storage.replace();
      context.time().advance(Duration.ofSeconds(5));

      assertThat(storage.all()).containsKeys(series("a", "t:1"), series("up", "t:1"));
    }
  }

  @Test
  void aSeriesThatTheStorageForgotIsResolvedAgain() {
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(5));
      storage.forget(series("a", "t:1"));
      storage.forget(series("up", "t:1"));
      context.time().advance(Duration.ofSeconds(5));

      assertThat(storage.all()).containsKeys(series("a", "t:1"), series("up", "t:1"));
    }
  }

  @Test
  void aKnownBodyResolvesNothing() {
    body = "# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2.5\nb 3\n";
    try (ScrapePart part = part(job("j", Map.of()))) {
      part.start();
      context.time().advance(Duration.ofSeconds(3));
      int resolved = storage.refCalls;
      body = "# TYPE a gauge\na{x=\"1\"} 7\na{x=\"2\"} NaN\nb 1e3\n";
      context.time().advance(Duration.ofSeconds(10));

      assertThat(storage.refCalls).isEqualTo(resolved);
    }
  }

  @Test
  void tooManyTargetsFailAll() {
    discovery.publish("t:1", "t:2", "t:3");
    try (ScrapePart part = part(job("j", Map.of("target_limit", "2")))) {
      part.start();
      context.time().advance(Duration.ofSeconds(5));

      for (ScrapeLoop loop : part.pools().getFirst().view().loops()) {
        assertThat(loop.health().error())
            .isEqualTo("target_limit exceeded (number of targets: 3, limit: 2)");
      }
      assertThat(client.requests()).isEmpty();
    }
  }

  private ScrapePart part(JobConfig... jobs) {
    return part(Jobs.config(jobs));
  }

  private ScrapePart part(ScrapeConfig config) {
    return new ScrapePart(
        config,
        context,
        new ScrapePartFactory.Services(
            new FixedServiceRef<>(storage),
            discovery,
            new FixedInstances<>(
                wanted -> {
                  throw new ConfigException("no exporters");
                }),
            new NoEngine(),
            new NoFiles(),
            file -> ""));
  }

  private static JobConfig job(String name, Map<String, String> settings) {
    return Jobs.job(
        name, settings, List.of(), List.of(), new ExtensionConfig("discovery", "fake", new Fake()));
  }

  private static Labels series(String name, String instance) {
    return Labels.of("__name__", name, "instance", instance, "job", "j");
  }

  /** Settings of the fake discovery. */
  private record Fake() {}

  /** Discovery that publishes what the test says. Thread-safe. */
  private static final class FakeDiscovery implements Instances<Discoverer> {
    private final Map<Discoverer, Discoverer.Sink> sinks = new ConcurrentHashMap<>();
    private volatile List<String> addresses = List.of("t:1");

    void publish(String... targets) {
      addresses = List.of(targets);
      sinks.values().forEach(this::publishTo);
    }

    private void publishTo(Discoverer.Sink sink) {
      List<Labels> targets =
          addresses.stream().map(address -> Labels.of("__address__", address)).toList();
      sink.publish(List.of(new TargetGroup("0", targets, Labels.empty())));
    }

    @Override
    public Handle<Discoverer> open(ExtensionConfig config, Consumer<Discoverer> onNew) {
      Discoverer discoverer =
          new Discoverer() {
            @Override
            public void start(Sink sink) {
              sinks.put(this, sink);
              publishTo(sink);
            }

            @Override
            public void close() {
              sinks.remove(this);
            }
          };
      onNew.accept(discoverer);
      return new Handle<>() {
        @Override
        public Lease<Discoverer> acquire() {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
          discoverer.close();
        }
      };
    }
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

  /** No included files. */
  private static final class NoFiles implements ConfigReader {
    @Override
    public <C extends Record> C read(Path file, Class<C> type) {
      throw new ConfigException("no such file");
    }

    @Override
    public <C extends Record> C parse(String name, Path folder, String text, Class<C> type) {
      throw new ConfigException("no such file");
    }
  }
}
