package io.pharos.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Starts one server, loads it, and prints what that cost it. The program behind "measure". */
public final class Measure {
  private static final String USAGE =
      """
      usage: measure scrape|write|query|start [--option value]... -- COMMAND...
             measure engine [--option value]...

      COMMAND starts a server in the foreground. In its words, in --url, --ready and --flush, {port} stands
      for a free port, {data} for the folder of the data, {config} for a prometheus.yml made for the load.

        scrape  the server scrapes a fleet:        CPU per sample, memory, disk
        write   the fleet's history is written:    CPU per sample, samples a second, memory, disk
        query   queries on what a write has left:  latency and CPU of each
        start   the server is started:             time and CPU until it is ready
        engine  no server: queries on the fleet's history, by the engine and storage in this process

      all:    --name N --folder F (kept) --out F (tab-separated lines are appended)
              --url U (http://127.0.0.1:{port}) --ready U (URL/-/ready) --limit 60 (seconds to be ready)
      fleet:  --targets 100 --series 1000 --labels 0 --churn 0 --churn-every 600
      scrape: --interval 5 --warmup 60 --seconds 120 --gzip no|yes
      write:  --write-path /api/v1/write --hours 6 --step 15 --end EPOCH --connections 4 --settle 0 --flush URL
      query:  --end EPOCH --file F --warmup 60 --times 7
      start:  --times 5
      """;

  private static final TreeSet<String> KNOWN =
      new TreeSet<>(
          List.of(
              "name",
              "folder",
              "out",
              "url",
              "ready",
              "limit",
              "targets",
              "series",
              "labels",
              "churn",
              "churn-every",
              "interval",
              "warmup",
              "seconds",
              "gzip",
              "write-path",
              "hours",
              "step",
              "end",
              "connections",
              "settle",
              "flush",
              "file",
              "times"));

  private final Options options;
  private final Folder folder;
  private final Map<String, String> places;
  private final Report report;

  private Measure(String mode, Options options, Folder folder, int port) {
    this.options = options;
    this.folder = folder;
    places =
        Map.of(
            "port", Integer.toString(port),
            "data", folder.data().toString(),
            "config", folder.config().toString());
    report = new Report(options.text("name", "server"), mode);
  }

  /** Runs one measurement. */
  public static void main(String[] words) throws IOException, InterruptedException {
    if (words.length == 0) {
      System.err.print(USAGE);
      System.exit(2);
    }
    try {
      Options options = Options.parse(List.of(words).subList(1, words.length), KNOWN);
      try (Folder folder = Folder.open(options.text("folder", ""))) {
        new Measure(words[0], options, folder, freePort()).run(words[0]);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("measure: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String mode) throws IOException, InterruptedException {
    switch (mode) {
      case "scrape" -> scrape();
      case "write" -> write();
      case "query" -> query();
      case "start" -> start();
      case "engine" -> engine();
      default -> throw new IllegalArgumentException("unknown mode '" + mode + "'\n" + USAGE);
    }
    System.out.print(report.table());
    if (options.has("out")) {
      report.appendTo(Path.of(options.text("out", "")));
    }
  }

  private void scrape() throws IOException, InterruptedException {
    Fleet fleet = Fleet.of(FleetSize.of(options));
    try (FleetServer load = new FleetServer(fleet, options.text("gzip", "no").equals("yes"))) {
      Files.writeString(folder.config(), scrapeConfig(fleet, load.port()));
      try (Server server = startServer()) {
        Thread.sleep(Duration.ofSeconds(options.number("warmup", 60)));
        long cpu = server.usage().cpuMillis();
        long samples = load.samples();
        Thread.sleep(Duration.ofSeconds(options.number("seconds", 120)));
        cost(server.usage().cpuMillis() - cpu, load.samples() - samples);
        end(server, load.samples());
      }
    }
  }

  private String scrapeConfig(Fleet fleet, int port) {
    int interval = options.number("interval", 5);
    StringBuilder out = new StringBuilder();
    out.append("global:\n  scrape_interval: ").append(interval).append("s\n");
    out.append("  scrape_timeout: ").append(interval).append("s\n");
    out.append("scrape_configs:\n- job_name: fleet\n  static_configs:\n  - targets:\n");
    for (Target target : fleet.targets()) {
      out.append("    - ").append(target.instance()).append('\n');
    }
    // one listener plays all targets: the address becomes the path
    out.append("  relabel_configs:\n");
    out.append("  - {source_labels: [__address__], target_label: instance}\n");
    out.append("  - {source_labels: [__address__], target_label: __metrics_path__, ");
    out.append("replacement: /metrics/$1}\n");
    out.append("  - {target_label: __address__, replacement: '127.0.0.1:").append(port);
    return out.append("'}\n").toString();
  }

  private void write() throws IOException, InterruptedException {
    Fleet fleet = Fleet.of(FleetSize.of(options));
    long step = options.number("step", 15);
    long now = System.currentTimeMillis() / 1000;
    long end = options.number("end", (int) (now - now % step));
    long start = end - (long) (options.real("hours", 6) * 3600) + step;
    URI target = URI.create(url() + options.text("write-path", "/api/v1/write"));
    Files.writeString(folder.config(), "global:\n  scrape_interval: 15s\n");
    try (Server server = startServer()) {
      HistoryWriter writer = new HistoryWriter(fleet, target, options.number("connections", 4));
      long cpu = server.usage().cpuMillis();
      long begin = System.nanoTime();
      HistoryWriter.Sent sent = writer.write(start * 1000, end * 1000, step * 1000);
      double seconds = (System.nanoTime() - begin) / 1e9;
      cost(server.usage().cpuMillis() - cpu, sent.samples());
      report.add("samples_per_second", Math.round(sent.samples() / seconds));
      report.add("sent_bytes_per_sample", (double) sent.bytes() / sent.samples());
      report.add("failed_requests", sent.failed());
      if (!sent.reason().isEmpty()) {
        report.add("reason", sent.reason());
      }
      report.add("end", end);
      Thread.sleep(Duration.ofSeconds(options.number("settle", 0)));
      if (options.has("flush")) {
        post(Options.fill(options.text("flush", ""), places));
      }
      end(server, sent.samples());
    }
  }

  private void query() throws IOException, InterruptedException {
    if (!options.has("end") || !folder.keep()) {
      throw new IllegalArgumentException("query needs the --folder of a write and its --end");
    }
    QuerySet set = QuerySet.read(options.text("file", ""));
    Files.writeString(folder.config(), "global:\n  scrape_interval: 15s\n");
    try (Server server = startServer()) {
      QueryRun run = new QueryRun(url(), server, options.number("end", 0));
      run.warmUp(set, Duration.ofSeconds(options.number("warmup", 60)));
      List<QueryRun.Measured> all = run.measure(set, options.number("times", 7));
      report.columns("min_ms", "median_ms", "cpu_ms", "series", "bytes");
      for (QueryRun.Measured each : all) {
        report.row(
            each.name(),
            each.minMillis(),
            each.medianMillis(),
            each.cpuMillis(),
            each.series(),
            each.bytes());
      }
      report.add("geometric mean min_ms", mean(all, QueryRun.Measured::minMillis));
      report.add("geometric mean cpu_ms", mean(all, QueryRun.Measured::cpuMillis));
      end(server, 0);
    }
  }

  private void engine() throws IOException {
    Fleet fleet = Fleet.of(FleetSize.of(options));
    QuerySet set = QuerySet.read(options.text("file", ""));
    long step = options.number("step", 15) * 1000L;
    long now = System.currentTimeMillis();
    long end = options.has("end") ? options.number("end", 0) * 1000L : now - now % step;
    long start = end - (long) (options.real("hours", 6) * 3_600_000) + step;
    try (EngineRun run = new EngineRun(folder.data())) {
      long begin = System.nanoTime();
      report.add("samples", run.fill(fleet, start, end, step));
      report.add("fill_seconds", (System.nanoTime() - begin) / 1e9);
      run.measure(set, options.number("warmup", 20), options.number("times", 7), report);
    }
  }

  private static double mean(List<QueryRun.Measured> all, ToDoubleFunction<QueryRun.Measured> of) {
    return QueryRun.Measured.geometricMean(all.stream().mapToDouble(of).toArray());
  }

  private void start() throws IOException, InterruptedException {
    Files.writeString(folder.config(), "global:\n  scrape_interval: 15s\n");
    List<Long> walls = new ArrayList<>();
    List<Long> cpus = new ArrayList<>();
    for (int i = 0; i < options.number("times", 5); i++) {
      try (Server server = Server.start(options.command(places), folder.log())) {
        walls.add(server.awaitReady(ready(), limit()).toMillis());
        cpus.add(server.usage().cpuMillis());
        server.stop();
      }
    }
    walls.sort(null);
    cpus.sort(null);
    report.add("ready_ms least", walls.getFirst());
    report.add("ready_ms median", walls.get(walls.size() / 2));
    report.add("cpu_ms least", cpus.getFirst());
    report.add("cpu_ms median", cpus.get(cpus.size() / 2));
  }

  private Server startServer() throws IOException, InterruptedException {
    Server server = Server.start(options.command(places), folder.log());
    try {
      server.awaitReady(ready(), limit());
      return server;
    } catch (RuntimeException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private void cost(long cpuMillis, long samples) {
    report.add("samples", samples);
    report.add("cpu_ms", cpuMillis);
    report.add("cpu_us_per_sample", cpuMillis * 1000.0 / samples);
  }

  /** Memory, then the end of the server, then the disk. */
  private void end(Server server, long samples) throws IOException, InterruptedException {
    Usage usage = server.usage();
    report.addMegabytes("resident_mb", usage.residentBytes());
    report.addMegabytes("resident_peak_mb", usage.peakBytes());
    report.addMegabytes("anon_peak_mb", server.anonPeak());
    report.add("stop_ms", server.stop().toMillis());
    long disk = folder.diskBytes();
    report.addMegabytes("disk_mb", disk);
    if (samples > 0) {
      report.add("disk_bytes_per_sample", (double) disk / samples);
    }
  }

  private String url() {
    return Options.fill(options.text("url", "http://127.0.0.1:{port}"), places);
  }

  private URI ready() {
    return URI.create(Options.fill(options.text("ready", url() + "/-/ready"), places));
  }

  private Duration limit() {
    return Duration.ofSeconds(options.number("limit", 60));
  }

  private static void post(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(url + " was answered " + answer.statusCode() + ": " + answer.body());
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
