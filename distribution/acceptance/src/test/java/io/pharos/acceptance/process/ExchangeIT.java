package io.pharos.acceptance.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Data directories of an installed Prometheus taken over by {@code pharos tsdb import}, and what
 * {@code pharos tsdb export} writes read by that Prometheus: queries answer the same.
 */
final class ExchangeIT {
  private static final long STALE = 0x7ff0000000000002L;
  private static final int STEP = 30_000;
  private static final int STEPS = 5 * 3600 / 30;

  /** The installed version counts a sample at the left edge of a window, so windows avoid them. */
  private static final List<String> QUERIES =
      List.of(
          "m",
          "odd",
          "changes(m[899s])",
          "resets(m[899s])",
          "count_over_time(m[1799s])",
          "max_over_time(odd[599s])",
          "absent(m{series=\"3\"})",
          "histogram_count(whole)",
          "histogram_sum(parts)",
          "count({__name__=~\".+\"}) by (__name__)",
          "sum by (zone) (rate(m[299s]))",
          "histogram_count(increase(whole[1799s]))",
          "histogram_quantile(0.8, rate(whole[599s]))",
          "histogram_quantile(0.3, parts)");

  /**
   * The last queries, which the installed version extrapolates and interpolates in another way than
   * the newest.
   */
  private static final int CHANGED = 4;

  @TempDir Path folder;
  private String prometheus = "";
  private String promtool = "";
  private long start;
  private Path config = Path.of("");

  @BeforeEach
  void findPrograms() throws IOException {
    Path program = Server.find("prometheus");
    Path tool = Server.find("promtool");
    assumeTrue(program != null && tool != null, "prometheus is not installed");
    prometheus = String.valueOf(program);
    promtool = String.valueOf(tool);
    // full minutes, so that the steps of queries lie on samples
    start = (System.currentTimeMillis() / 60_000 - 6 * 60) * 60_000;
    config = Files.writeString(folder.resolve("empty.yml"), "global: {}\n");
  }

  private Server prometheus(Path data) throws Exception {
    return Server.start(
        prometheus,
        folder,
        "--config.file=" + config,
        "--storage.tsdb.path=" + data,
        "--enable-feature=native-histograms",
        "--web.enable-remote-write-receiver",
        "--web.enable-admin-api",
        "--web.listen-address=127.0.0.1:{port}");
  }

  private Server pharos(Path data) throws Exception {
    return Server.pharos(
        folder,
        "--config.file=" + config,
        "--storage.tsdb.path=" + data,
        "--web.listen-address=127.0.0.1:{port}");
  }

  /**
   * Writes five hours: counters, odd values, whole and float histograms, a gap, an end.
   *
   * @param isPlain without a histogram that starts over, and without gauge histograms: the
   *     installed version makes no snapshot of these
   */
  private void write(Server server, boolean isPlain) throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    double[] counters = new double[4];
    double[] whole = new double[4];
    double[] odd = {0, -0.0, 1e300, -1.5, 1.0 / 3, Double.POSITIVE_INFINITY, 7e-310};
    for (int step = 0; step < STEPS; step++) {
      long time = start + (long) STEP * step;
      WriteBody body = new WriteBody();
      for (int s = 0; s < counters.length; s++) {
        counters[s] = random.nextInt(200) == 0 ? 0 : counters[s] + random.nextInt(50);
        boolean isGone = s == 3 && step > STEPS / 2;
        if (isGone && step > STEPS / 2 + 1) {
          continue;
        }
        body.series("__name__", "m", "series", "" + s, "zone", s % 2 == 0 ? "ä" : "b\"\\")
            .sample(time, isGone ? Double.longBitsToDouble(STALE) : counters[s]);
      }
      body.series("__name__", "odd").sample(time, odd[random.nextInt(odd.length)]);
      for (int b = 0; b < whole.length; b++) {
        whole[b] = step == 400 && !isPlain ? 0 : whole[b] + random.nextInt(4);
      }
      if (step < 200 || step > 260) {
        body.series("__name__", "whole")
            .histogram(time, true, 0, step * 1.5, whole[0], whole[1], whole[2], whole[3]);
        double x = isPlain ? step / 7.0 : random.nextDouble() * 10;
        body.series("__name__", "parts")
            .histogram(time, false, isPlain ? 0 : 3, x, x, 2 * x, 0.25, x / 3);
      }
      send(server, body.toByteArray());
    }
  }

  private static void send(Server server, byte[] body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(server.url("/api/v1/write")))
                  .header("Content-Encoding", "snappy")
                  .header("Content-Type", "application/x-protobuf")
                  .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }
  }

  private List<JsonNode> answers(Server server) throws Exception {
    List<JsonNode> answers = new ArrayList<>();
    for (String query : QUERIES) {
      JsonNode answer =
          SideBySideIT.rounded(
              server.post(
                  "/api/v1/query_range",
                  "query",
                  query,
                  "start",
                  "" + start / 1000,
                  "end",
                  "" + (start / 1000 + STEPS * 30),
                  "step",
                  "60"));
      assertThat(answer.path("status").asString()).as(query + ": " + answer).isEqualTo("success");
      assertThat(answer.path("data").path("result")).as(query).isNotEmpty();
      answers.add(answer.path("data"));
    }
    return answers;
  }

  private static Path snapshot(Server server, Path data) throws Exception {
    JsonNode answer = SideBySideIT.rounded(server.post("/api/v1/admin/tsdb/snapshot"));
    String name = answer.path("data").path("name").asString("");
    assertThat(name).as(answer.toString()).isNotEmpty();
    return data.resolve("snapshots").resolve(name);
  }

  private void same(List<JsonNode> expected, List<JsonNode> actual, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(actual.get(i)).as(QUERIES.get(i)).isEqualTo(expected.get(i));
    }
  }

  private String run(int code, String... command) throws Exception {
    Path printed = Files.createTempFile(folder, "printed", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(printed, UTF_8);
    assertThat(process.exitValue()).as(String.join(" ", command) + "\n" + text).isEqualTo(code);
    return text;
  }

  private String tsdb(int code, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Server.launcher().toString(), "tsdb"));
    command.addAll(List.of(arguments));
    return run(code, command.toArray(String[]::new));
  }

  private static List<Path> blocks(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(f -> String.valueOf(f.getFileName()).length() == 26).sorted().toList();
    }
  }

  @Test
  void aSnapshotComesOverAndGoesBack() throws Exception {
    Path data = folder.resolve("prometheus");
    List<JsonNode> expected;
    Path snapshot;
    try (Server server = prometheus(data)) {
      write(server, true);
      expected = answers(server);
      snapshot = snapshot(server, data);
    }
    overAndBack(expected, snapshot);
  }

  @Test
  void aClosedDirectoryWithALogComesOverAndGoesBack() throws Exception {
    Path data = folder.resolve("prometheus");
    List<JsonNode> expected;
    try (Server server = prometheus(data)) {
      write(server, false);
      expected = answers(server);
      server.stop();
    }
    overAndBack(expected, data);
  }

  private void overAndBack(List<JsonNode> expected, Path theirs) throws Exception {
    Path imported = folder.resolve("imported");
    Path exported = folder.resolve("exported");
    assertThat(tsdb(0, "import", theirs.toString(), imported.toString()))
        .contains("samples imported");
    List<Path> once = blocks(imported);
    tsdb(0, "import", theirs.toString(), imported.toString());
    assertThat(blocks(imported)).isEqualTo(once);

    tsdb(0, "export", exported.toString(), imported.toString());
    try (Server back = prometheus(exported)) {
      same(expected, answers(back), QUERIES.size());
    }
    try (Server ours = pharos(imported)) {
      same(expected, answers(ours), QUERIES.size() - CHANGED);
    }
  }

  @Test
  void blocksOfPromtoolComeOverAndDumpTheSame() throws Exception {
    StringBuilder text = new StringBuilder("# TYPE m gauge\n");
    SplittableRandom random = new SplittableRandom(5);
    for (int s = 0; s < 50; s++) {
      for (int i = 0; i < 400; i++) {
        double value = random.nextInt(3) == 0 ? random.nextDouble() * 1e9 : i * 1000;
        text.append("m{s=\"").append(s).append("\"} ").append(value).append(' ');
        text.append(1_700_000_000 + 60 * i).append('\n');
      }
    }
    Path file =
        Files.writeString(
            folder.resolve("m.om"),
            text.append("m{s=\"0\"} NaN 1700090000\nm{s=\"1\"} +Inf 1700090000\n# EOF\n"));
    Path theirs = folder.resolve("theirs");
    run(
        0,
        promtool,
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        file.toString(),
        theirs.toString());
    Files.createDirectories(theirs.resolve("wal"));
    String dump = run(0, promtool, "tsdb", "dump", theirs.toString());

    tsdb(0, "import", theirs.toString(), "imported");
    assertThat(tsdb(0, "dump", "imported")).isEqualTo(dump);
    tsdb(0, "create-blocks-from", "openmetrics", file.toString(), "made");
    assertThat(tsdb(0, "dump", "made")).isEqualTo(dump);
    tsdb(0, "export", "exported", "made");
    Files.createDirectories(folder.resolve("exported/wal"));
    assertThat(run(0, promtool, "tsdb", "dump", "exported")).isEqualTo(dump);
    assertThat(run(0, promtool, "tsdb", "analyze", "exported")).contains("Label names: 2");

    String list = run(0, promtool, "tsdb", "list", theirs.toString());
    assertThat(shape(tsdb(0, "list", "made"))).isEqualTo(shape(list));
  }

  /** Columns that do not depend on who wrote the blocks: times, duration, samples, series. */
  private static List<List<String>> shape(String list) {
    return list.lines()
        .map(line -> List.of(line.split(" {2,}")))
        .map(row -> List.of(row.get(1), row.get(2), row.get(3), row.get(4), row.get(6)))
        .toList();
  }

  @Test
  void deletionsOfPrometheusStayDeletedAndDamagedBlocksAreNamed() throws Exception {
    Path data = folder.resolve("prometheus");
    List<JsonNode> expected;
    // with a snapshot as data there are blocks to delete from
    Path snapshot;
    try (Server server = prometheus(data)) {
      write(server, true);
      snapshot = snapshot(server, data);
      server.stop();
    }
    try (Server server = prometheus(snapshot)) {
      String from = Long.toString(start / 1000 + 3600);
      String to = Long.toString(start / 1000 + 7200);
      server.post("/api/v1/admin/tsdb/delete_series", "match[]", "odd", "start", from, "end", to);
      server.post("/api/v1/admin/tsdb/delete_series", "match[]", "m{series=\"1\"}");
      expected = answers(server);
      server.stop();
    }
    tsdb(0, "import", snapshot.toString(), "imported");
    try (Server ours = pharos(folder.resolve("imported"))) {
      same(expected, answers(ours), QUERIES.size() - CHANGED);
    }

    List<Path> blocks = blocks(snapshot);
    Path index = blocks.getFirst().resolve("index");
    try (RandomAccessFile bytes = new RandomAccessFile(index.toFile(), "rw")) {
      bytes.seek(30);
      int old = bytes.read();
      bytes.seek(30);
      bytes.write(old ^ 1);
    }
    String printed = tsdb(1, "import", snapshot.toString(), "damaged");
    assertThat(printed).containsOnlyOnce("not imported: checksum mismatch");
    assertThat(blocks(folder.resolve("damaged"))).hasSize(blocks.size() - 1);
  }
}
