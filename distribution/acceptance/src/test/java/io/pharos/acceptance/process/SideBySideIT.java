package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The calls of Grafana's Prometheus data source, answered by Pharos and by an installed Prometheus
 * that have scraped the same samples: the n-th scrape of either finds the n-th state of one target,
 * with explicit times.
 */
class SideBySideIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER =
      Pattern.compile("\"(-?[0-9]+(?:[.][0-9]+)?(?:e[+-]?[0-9]+)?)\"");
  private static final int STATES = 8;
  private static final String MATCH = "{job=\"same\",__name__!~\"up|scrape_.*\"}";

  @TempDir Path folder;

  private final long start = System.currentTimeMillis() / 15_000 * 15_000 - 195_000;
  private final Map<String, AtomicInteger> scrapes = new ConcurrentHashMap<>();
  private HttpServer target;

  SideBySideIT() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
  }

  @BeforeEach
  void serveTarget() {
    target.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          int count = scrapes.computeIfAbsent(path, key -> new AtomicInteger()).getAndIncrement();
          byte[] body = state(Math.min(count, STATES - 1)).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
  }

  @Test
  void answersTheCallsOfGrafanaAsPrometheusDoes() throws Exception {
    Path program = Server.find("prometheus");
    assumeTrue(program != null, "prometheus is not installed");
    try (Server theirs = start(String.valueOf(program), "theirs");
        Server ours = start(Server.launcher().toString(), "ours")) {
      for (Server server : new Server[] {theirs, ours}) {
        server.awaitQuery(
            "count_over_time(requests_total{path=\"/\"}[10m]) == " + STATES, r -> !r.isEmpty());
      }

      assertThat(fieldNames(ours.json("/api/v1/status/buildinfo").path("data")))
          .isEqualTo(fieldNames(theirs.json("/api/v1/status/buildinfo").path("data")));
      String match = Server.form("match[]", MATCH);
      same(theirs, ours, "/api/v1/labels?" + match);
      same(theirs, ours, "/api/v1/label/__name__/values?" + match);
      same(theirs, ours, "/api/v1/label/path/values?" + match);
      same(theirs, ours, "/api/v1/series?" + match);
      same(theirs, ours, "/api/v1/metadata");
      same(theirs, ours, "/api/v1/metadata?metric=requests_total");
      for (String expression :
          new String[] {
            "requests_total",
            "rate(requests_total[1m])",
            "sum by (path) (increase(requests_total[45s]))",
            "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[1m])))",
            "temperature_celsius > 20",
            "absent(nothing)",
            "label_replace(temperature_celsius, \"x\", \"$1\", \"room\", \"(.).*\")",
            "requests_total{path=~\"/.+\"} / on (path) group_left requests_total",
            "avg_over_time(temperature_celsius[1m:15s])",
            "requests_total[",
          }) {
        sameRange(theirs, ours, expression);
      }
    }
  }

  private void sameRange(Server theirs, Server ours, String expression) throws Exception {
    String[] form = {
      "query",
      expression,
      // between samples: the installed version counts a sample at the left edge of a window
      "start",
      Long.toString(start / 1000 + 7),
      "end",
      Long.toString(start / 1000 + 157),
      "step",
      "15"
    };
    compare(
        expression,
        theirs.post("/api/v1/query_range", form),
        ours.post("/api/v1/query_range", form));
  }

  private static void same(Server theirs, Server ours, String path) throws Exception {
    compare(path, theirs.get(path), ours.get(path));
  }

  private static void compare(String what, HttpResponse<String> theirs, HttpResponse<String> ours) {
    assertThat(ours.statusCode()).as(what).isEqualTo(theirs.statusCode());
    assertThat(ours.headers().firstValue("content-type"))
        .as(what)
        .isEqualTo(theirs.headers().firstValue("content-type"));
    JsonNode theirBody = JSON.readTree(rounded(theirs.body()));
    JsonNode ourBody = JSON.readTree(rounded(ours.body()));
    if (theirs.statusCode() != 200) {
      // texts of errors have changed between the installed version and the newest one
      assertThat(ourBody.path("errorType")).as(what).isEqualTo(theirBody.path("errorType"));
      assertThat(fieldNames(ourBody)).as(what).isEqualTo(fieldNames(theirBody));
      return;
    }
    assertThat(ourBody).as(what).isEqualTo(theirBody);
  }

  /** A body in which values have 12 digits. */
  static JsonNode rounded(HttpResponse<String> answer) {
    return JSON.readTree(rounded(answer.body()));
  }

  /** Values with 12 digits: the last ones differ between versions by the order of operations. */
  private static String rounded(String body) {
    return NUMBER
        .matcher(body)
        .replaceAll(
            number ->
                '"'
                    + new BigDecimal(number.group(1))
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toString()
                    + '"');
  }

  private static java.util.Set<String> fieldNames(JsonNode object) {
    return new java.util.TreeSet<>(object.propertyNames());
  }

  private Server start(String program, String path) throws Exception {
    Path config = folder.resolve(path + ".yml");
    Files.writeString(
        config,
        """
        global:
          scrape_interval: 250ms
          scrape_timeout: 250ms
        scrape_configs:
          - job_name: same
            metrics_path: /%s
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(path, target.getAddress().getPort()));
    return Server.start(
        program,
        folder,
        "--config.file=" + config,
        "--storage.tsdb.path=" + folder.resolve(path + "-data"),
        "--web.listen-address=127.0.0.1:{port}");
  }

  private String state(int n) {
    long time = start + 15_000L * n;
    return """
    # HELP requests_total Requests by path.
    # TYPE requests_total counter
    requests_total{path="/"} %d %d
    requests_total{path="/a b"} %d %d
    # HELP temperature_celsius How warm it is.
    # TYPE temperature_celsius gauge
    temperature_celsius{room="kitchen"} %s %d
    temperature_celsius{room="cellar"} %s %d
    # HELP latency_seconds Time to answer.
    # TYPE latency_seconds histogram
    latency_seconds_bucket{le="0.1"} %d %d
    latency_seconds_bucket{le="2.5"} %d %d
    latency_seconds_bucket{le="+Inf"} %d %d
    latency_seconds_sum %s %d
    latency_seconds_count %d %d
    """
        .formatted(
            n == 5 ? 3 : 10 * n * n,
            time,
            7 * n,
            time,
            20 + n / 8.0,
            time,
            -3.25 - n,
            time,
            2 * n,
            time,
            5 * n,
            time,
            6 * n,
            time,
            1.5 * n,
            time,
            6 * n,
            time);
  }
}
