package io.pharos.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Metadata;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.Storage;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.toolkit.exposition.Decimals;
import io.pharos.toolkit.relabel.RelabelConfig;
import io.pharos.toolkit.relabel.Relabelling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Answers that were played to the original, with what it stored and reported. */
class RecordedScrapesTest {
  private static final String HOST = "127.0.0.10:9999";

  /** The moment to which recorded timestamps relate; the first scrape comes a second later. */
  private static final long T0 = FakeContext.START;

  @TempDir private Path folder = Path.of("");

  @TestFactory
  List<DynamicTest> scrapesLikeTheOriginal() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<String[]> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("recorded.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] row = line.split("\t", -1);
        if (row[0].equals("case") && !rows.isEmpty()) {
          tests.add(test(rows));
          rows = new ArrayList<>();
        }
        rows.add(row);
      }
    }
    tests.add(test(rows));
    return tests;
  }

  private DynamicTest test(List<String[]> rows) {
    return DynamicTest.dynamicTest(rows.getFirst()[1], () -> check(rows));
  }

  private void check(List<String[]> rows) throws InterruptedException {
    String name = rows.getFirst()[1];
    Map<String, String> settings = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    List<RelabelConfig> rules = new ArrayList<>();
    List<PlayedClient.Answer> answers = new ArrayList<>();
    for (String[] row : rows) {
      switch (row[0]) {
        case "set" -> settings.put(row[1], row[2]);
        case "label" -> labels.put(row[1], row[2]);
        case "rule" ->
            rules.add(
                new RelabelConfig(
                    row[1].equals("-") ? List.of() : List.of(row[1].split("\u001d", -1)),
                    row[2],
                    row[3],
                    row[4],
                    row[5],
                    row[6],
                    row[7]));
        case "scrape" -> answers.add(answer(row));
        default -> {}
      }
    }
    try (FakeContext context = new FakeContext(folder)) {
      int[] next = {0};
      PlayedClient client = new PlayedClient(request -> answers.get(next[0]++));
      context.withHttp(client);
      Job job = Job.of(Jobs.job(name, settings, List.of(), rules), Jobs.global(), false);
      LabelsBuilderOf target = new LabelsBuilderOf(labels);
      RecordingStorage storage = new RecordingStorage();
      ScrapeLoop loop = loop(context, client, job, target.labels(), storage);
      for (int i = 0; i < answers.size(); i++) {
        context.time().jumpTo(T0 + 1000L * (i + 1));
        loop.scrape(T0 + 1000L * (i + 1));
      }
      compare(rows, loop, storage, target.own(name));
    }
  }

  private static ScrapeLoop loop(
      FakeContext context, PlayedClient client, Job job, Labels found, Storage storage) {
    TargetBuilder.Built built = new TargetBuilder(job).build(found, Labels.empty());
    Target target = ((TargetBuilder.Built.Active) built).target();
    ScrapeMetrics metrics = new ScrapeMetrics(context.metrics());
    ScrapeLoop.Shared shared =
        new ScrapeLoop.Shared(
            context,
            new FixedServiceRef<>(storage),
            new BufferPool(),
            metrics,
            new FailureLogs(context.clock()),
            2,
            0);
    Relabelling relabelling = Relabelling.of(job.metricRelabelRules(), job.names());
    TargetSeries series =
        new TargetSeries(
            job,
            new SampleLabels(job, target.labels(), relabelling),
            metrics,
            true,
            new LineCache(),
            new MetadataCache());
    return new ScrapeLoop(
        target, job, new HttpFetcher(client, job, target, "3.0.0"), series, shared);
  }

  private static void compare(
      List<String[]> rows, ScrapeLoop loop, RecordingStorage storage, Labels target) {
    Map<Labels, Map<Long, Double>> stored = storage.all();
    Map<String, Metadata> metadata = new LinkedHashMap<>();
    boolean compareMetadata = false;
    List<Labels> expected = new ArrayList<>();
    for (String[] row : rows) {
      switch (row[0]) {
        case "series" -> {
          Labels labels = labels(decode(row[1]));
          expected.add(labels);
          series(labels, row, stored.getOrDefault(labels, new TreeMap<>()));
        }
        case "report" -> {
          Labels labels = target.toBuilder().set(Label.NAME, row[1]).build();
          for (int i = 2; i < row.length; i++) {
            Double value = storage.at(labels, T0 + 1000L * (i - 1));
            assertThat(value == null ? "absent" : text(value))
                .as("%s of scrape %s", row[1], i - 2)
                .isEqualTo(row[i]);
          }
        }
        case "error" -> assertThat(loop.health().error()).isEqualTo(decode(row[1]));
        case "metadata" -> metadata.put(decode(row[1]), metadata(row[2], decode(row[3]), row[4]));
        case "metadataend" -> compareMetadata = true;
        default -> {}
      }
    }
    if (compareMetadata) {
      assertThat(loop.series().metadata.all()).isEqualTo(metadata);
    }
    for (Labels labels : stored.keySet()) {
      if (stored.getOrDefault(labels, Map.of()).values().stream().allMatch(StaleMarker::is)) {
        continue; // begun by a body that failed
      }
      if (!labels.metricName().startsWith("scrape_") && !labels.metricName().equals("up")) {
        assertThat(expected).contains(labels);
      }
    }
  }

  private static void series(Labels labels, String[] row, Map<Long, Double> stored) {
    String[] samples = row[2].split("\u001f", -1);
    Map<Long, String> own = new HashMap<>();
    for (String at : row[3].isEmpty() ? new String[0] : row[3].split("\u001f", -1)) {
      String[] part = at.split("\u001e", -1);
      own.put(T0 + Long.parseLong(part[0].replace("+", "")), part[1]);
    }
    own.forEach(
        (time, value) ->
            assertThat(stored.containsKey(time) ? text(stored.get(time)) : "absent")
                .as("%s at %s", labels, time - T0)
                .isEqualTo(value));
    for (int i = 0; i < samples.length; i++) {
      Double value = stored.get(T0 + 1000L * (i + 1));
      String found = value == null ? "absent" : text(value);
      assertThat(found)
          .as("%s of scrape %s", labels, i)
          .isEqualTo(samples[i].equals("kept") ? "absent" : samples[i]);
    }
  }

  private static Metadata metadata(String type, String help, String unit) {
    for (var known : io.pharos.model.sample.MetricType.values()) {
      if (known.word().equals(type)) {
        return new Metadata(known, help, unit);
      }
    }
    throw new IllegalArgumentException(type);
  }

  private static String text(@Nullable Double value) {
    if (value == null) {
      return "absent";
    }
    return StaleMarker.is(value) ? "stale" : Decimals.shortest(value, 21);
  }

  private static PlayedClient.Answer answer(String[] row) {
    Map<String, String> headers = new HashMap<>();
    if (!row[3].equals("-")) {
      headers.put("Content-Type", row[3]);
    }
    if (!row[4].equals("-")) {
      headers.put("Content-Encoding", row[4]);
    }
    int status = Integer.parseInt(row[1]);
    String reason = row[2].equals("?") ? reason(status) : row[2];
    return new PlayedClient.Answer(status, reason, headers, Base64.getDecoder().decode(row[5]));
  }

  private static String reason(int status) {
    return status == 500 ? "Internal Server Error" : "OK";
  }

  private static Labels labels(String text) {
    TreeMap<String, String> labels = new TreeMap<>();
    for (String pair : text.split("\u001f", -1)) {
      String[] part = pair.split("\u001e", -1);
      labels.put(part[0], part[1]);
    }
    return Labels.of(labels);
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** The labels of the played target. */
  private record LabelsBuilderOf(Map<String, String> extra) {
    Labels labels() {
      return Labels.of(extra).toBuilder().set("__address__", HOST).build();
    }

    Labels own(String name) {
      var builder = Labels.of(extra).toBuilder().set("instance", HOST);
      if (builder.get("job") == null) {
        builder.set("job", name);
      }
      return builder.build();
    }
  }
}
