package io.pharos.kernel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.kernel.host.HostActions;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.ServerInfo.State;
import io.pharos.testkit.runtime.FakeMetrics;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class JettyWebHostTest {
  private static final HttpHandler OK = (_, response) -> response.text("text/x", "ok");
  private static final HttpHandler ECHO =
      (request, response) ->
          response.text(
              "text/plain", request.method() + " " + request.path() + " " + request.parameters());

  @Test
  void answersHealthyBeforeItIsReadyAndTheRestWith503() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.publish(Route.get("/api/v1/query", OK), Route.get("/early", OK).whileStarting());

      assertThat(fixture.send("GET", "/-/healthy").body())
          .isEqualTo("Prometheus Server is Healthy.\n");
      HttpResponse<String> ready = fixture.send("GET", "/-/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("Service Unavailable");
      assertThat(ready.headers().firstValue("X-Prometheus-Stopping")).hasValue("false");
      assertThat(fixture.send("GET", "/api/v1/query").statusCode()).isEqualTo(503);
      assertThat(fixture.send("OPTIONS", "/api/v1/query").statusCode()).isEqualTo(503);
      assertThat(fixture.send("GET", "/early").body()).isEqualTo("ok");
      assertThat(fixture.send("GET", "/nosuch").statusCode()).isEqualTo(404);

      fixture.host.state(State.READY);
      assertThat(fixture.send("GET", "/-/ready").body()).isEqualTo("Prometheus Server is Ready.\n");
      assertThat(fixture.send("GET", "/api/v1/query").body()).isEqualTo("ok");

      fixture.host.state(State.STOPPING);
      assertThat(fixture.send("GET", "/-/ready").headers().firstValue("X-Prometheus-Stopping"))
          .hasValue("true");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /query/, 301, /query",
    "GET, /QUERY, 301, /query",
    "POST, /form/, 307, /form",
    "GET, /api/v1/query/?a=b, 301, /query?a=b",
    "GET, /api/v1/QUERY, 301, /query",
    "GET, /api/v1/label/Job/VALUES, 301, /label/Job/values",
    "GET, //api/v1/query, 307, /api/v1/query",
    "GET, /a/../query?x=1, 307, /query?x=1",
    "GET, /api/v1, 307, /api/v1/",
    "GET, /files, 301, /files/",
    "GET, /api/v1/nosuch, 404,",
    "GET, /API/v1/query, 404,",
    "GET, /query%20x, 404,",
    "GET, /api/v1/label/a/b/values, 404,",
    "HEAD, /query, 405,",
    "PUT, /query, 405,",
    "OPTIONS, /query, 200,",
    "OPTIONS, /nosuch, 404,",
    "OPTIONS, /api/v1/nosuch, 204,",
    "GET, /api/v1/label/a%20b/values, 200,",
    "GET, /files/a/b.js, 200,",
  })
  void answersPathsAndMethodsAsTheOriginal(
      String method, String path, int status, @Nullable String location) throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(
          Route.get("/query", OK),
          Route.getOrPost("/form", OK),
          Route.get("/files/<path>", OK),
          Route.get("/api/v1/query", OK),
          Route.get("/api/v1/label/{name}/values", OK));

      HttpResponse<String> answer = fixture.send(method, path);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Location").orElse(null)).isEqualTo(location);
      if (status == 405 || (status == 200 && method.equals("OPTIONS"))) {
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, OPTIONS");
      }
      if (status == 405 && !method.equals("HEAD")) {
        assertThat(answer.body()).isEqualTo("Method Not Allowed\n");
      }
      if (status == 301) {
        assertThat(answer.body())
            .isEqualTo("<a href=\"" + location + "\">Moved Permanently</a>.\n\n");
      }
    }
  }

  @Test
  void servesBelowItsPrefixAlone() throws Exception {
    try (var fixture = new HostFixture("/internal", ".*", false)) {
      fixture.ready(Route.get("/", OK), Route.get("/api/v1/query", ECHO));

      assertThat(fixture.send("GET", "/").headers().firstValue("Location")).hasValue("/internal");
      assertThat(fixture.send("GET", "/").statusCode()).isEqualTo(302);
      assertThat(fixture.send("POST", "/").statusCode()).isEqualTo(405);
      assertThat(fixture.send("GET", "/internal").headers().firstValue("Location"))
          .hasValue("/internal/");
      assertThat(fixture.send("GET", "/internal/").body()).isEqualTo("ok");
      assertThat(fixture.send("GET", "/internal/api/v1/query").body())
          .isEqualTo("GET /api/v1/query {}");
      assertThat(fixture.send("GET", "/api/v1/query").statusCode()).isEqualTo(404);
      assertThat(fixture.send("GET", "/-/healthy").statusCode()).isEqualTo(404);
      assertThat(fixture.send("POST", "/internal/-/reload").body())
          .isEqualTo("Lifecycle API is not enabled.");
    }
  }

  @Test
  void joinsFormAndQuery() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(Route.getOrPost("/form", ECHO), Route.getOrPost("/hot", ECHO).hotPath());
      String type = "application/x-www-form-urlencoded";

      for (String path : List.of("/form", "/hot")) {
        assertThat(
                fixture
                    .sendBody(
                        "POST", path + "?a=3&a=4", "a=1&a=%7B2&b=x+y&bad=%zz", "Content-Type", type)
                    .body())
            .isEqualTo("POST " + path + " {a=[1, {2, 3, 4], b=[x y]}");
      }
    }
  }

  @Test
  void readsMultipartForms() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(Route.getOrPost("/form", ECHO));
      String body =
          """
          --b
          Content-Disposition: form-data; name="q"

          sum(up)
          --b
          Content-Disposition: form-data; name="f"; filename="x"

          no
          --b--
          """
              .replace("\n", "\r\n");

      assertThat(
              fixture
                  .sendBody(
                      "POST", "/form", body, "Content-Type", "multipart/form-data; boundary=b")
                  .body())
          .isEqualTo("POST /form {q=[sum(up)]}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "deflate, deflate",
    "'deflate, gzip', deflate",
    "'gzip;q=0.5, deflate', deflate",
    "GZIP,",
    "br,",
    "*,",
  })
  void compressesTheApiByTheOriginalsRule(String accepted, @Nullable String coding)
      throws Exception {
    try (var fixture = new HostFixture()) {
      String text = "0123456789".repeat(10_000);
      fixture.ready(
          Route.get("/api/v1/query", (_, response) -> response.text("application/json", text)),
          Route.get("/page", (_, response) -> response.text("text/html", text)));

      HttpResponse<InputStream> answer =
          fixture.client.send(
              fixture.request("GET", "/api/v1/query", null, "Accept-Encoding", accepted),
              BodyHandlers.ofInputStream());

      assertThat(answer.headers().firstValue("Content-Encoding").orElse(null)).isEqualTo(coding);
      assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding, Origin");
      byte[] body = answer.body().readAllBytes();
      assertThat(new String(decode(coding, body), StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(
              fixture
                  .send("GET", "/page", "Accept-Encoding", accepted)
                  .headers()
                  .firstValue("Content-Encoding"))
          .isEmpty();
    }
  }

  private static byte[] decode(@Nullable String coding, byte[] body) throws Exception {
    InputStream raw = new ByteArrayInputStream(body);
    if (coding == null) {
      return body;
    }
    try (InputStream in =
        coding.equals("gzip") ? new GZIPInputStream(raw) : new InflaterInputStream(raw)) {
      return in.readAllBytes();
    }
  }

  @Test
  void letsOtherOriginsReadWhereTheyMatch() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(Route.get("/api/v1/query", OK), Route.get("/page", OK));

      var allowed = fixture.send("GET", "/api/v1/query", "Origin", "http://a.example").headers();
      assertThat(allowed.firstValue("Access-Control-Allow-Origin")).hasValue("http://a.example");
      assertThat(allowed.firstValue("Access-Control-Expose-Headers")).hasValue("Date");
      var other = fixture.send("OPTIONS", "/api/v1/query", "Origin", "http://c.example").headers();
      assertThat(other.firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(other.firstValue("Access-Control-Allow-Methods")).hasValue("GET, POST, OPTIONS");
      var none = fixture.send("GET", "/api/v1/query").headers();
      assertThat(none.firstValue("Access-Control-Allow-Methods")).isEmpty();
      assertThat(none.firstValue("Content-Type")).hasValue("text/x");
    }
  }

  @Test
  void refusesChangesFromPagesOfOtherSites() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(
          Route.change("/api/v1/admin/x", Route.Access.ADMIN, OK),
          Route.getOrPost("/api/v1/query", OK));
      String own = "http://127.0.0.1:" + fixture.port();

      assertThat(fixture.send("POST", "/api/v1/admin/x").statusCode()).isEqualTo(200);
      assertThat(fixture.send("POST", "/api/v1/admin/x", "Origin", own).statusCode())
          .isEqualTo(200);
      assertThat(fixture.send("POST", "/api/v1/admin/x", "Origin", "http://a.example").statusCode())
          .isEqualTo(403);
      assertThat(fixture.send("POST", "/api/v1/admin/x", "Origin", "null").statusCode())
          .isEqualTo(403);
      assertThat(fixture.send("PUT", "/-/reload", "Sec-Fetch-Site", "cross-site").statusCode())
          .isEqualTo(403);
      assertThat(fixture.send("POST", "/api/v1/query", "Origin", "http://a.example").statusCode())
          .isEqualTo(200);
      assertThat(fixture.reloads).hasValue(0);
    }
  }

  @Test
  void reloadsAndQuits() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready();

      HttpResponse<String> fine = fixture.send("POST", "/-/reload");
      assertThat(fine.statusCode()).isEqualTo(200);
      assertThat(fine.body()).isEmpty();
      assertThat(fine.headers().firstValue("Content-Type")).isEmpty();
      fixture.refuseReloads("line 2: field nonsense not found");
      HttpResponse<String> refused = fixture.send("PUT", "/-/reload");
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body())
          .isEqualTo("failed to reload config: line 2: field nonsense not found\n");
      assertThat(fixture.send("GET", "/-/reload").body())
          .isEqualTo("Only POST or PUT requests allowed");
      assertThat(fixture.send("POST", "/-/quit").body())
          .isEqualTo("Requesting termination... Goodbye!");
      assertThat(fixture.quit.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void answers500WhereAHandlerFails() throws Exception {
    try (var fixture = new HostFixture()) {
      HttpHandler failing =
          (_, _) -> {
            throw new IllegalStateException("boom");
          };
      fixture.ready(Route.get("/api/v1/a", failing), Route.get("/b", failing).hotPath());

      assertThat(fixture.send("GET", "/api/v1/a").statusCode()).isEqualTo(500);
      assertThat(fixture.send("GET", "/b").body()).isEqualTo("Internal Server Error\n");
    }
  }

  @Test
  void interruptsAHandlerWhoseClientHangsUp() throws Exception {
    for (String request :
        List.of(
            "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: 3\r\n\r\na=b")) {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      try (var fixture = new HostFixture()) {
        fixture.ready(
            Route.getOrPost(
                "/slow",
                (served, response) -> {
                  served.parameters();
                  running.countDown();
                  try {
                    new CountDownLatch(1).await(30, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                }));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.port())) {
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        }
        long hungUp = System.nanoTime();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - hungUp)).isLessThan(Duration.ofMillis(500));
      }
    }
  }

  @Test
  void keepsBytesThatAClientSendsAhead() throws Exception {
    try (var fixture = new HostFixture()) {
      CountDownLatch go = new CountDownLatch(1);
      fixture.ready(
          Route.get(
              "/first",
              (_, response) -> {
                go.await();
                response.text("text/plain", "one");
              }),
          Route.get("/second", (_, response) -> response.text("text/plain", "two")));
      fixture.send("GET", "/second");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.port())) {
        String first = "GET /first HTTP/1.1\r\nHost: x\r\n\r\n";
        String second = "GET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(second.getBytes(StandardCharsets.US_ASCII));
        go.countDown();
        String answers =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answers).containsSubsequence("200 OK", "one", "200 OK", "two");
      }
    }
  }

  @Test
  void speaksHttp2InClearText() throws Exception {
    try (var fixture = new HostFixture();
        HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      fixture.ready(Route.get("/page", OK), Route.getOrPost("/form", ECHO));

      var answer = http2.send(fixture.request("GET", "/page", null), BodyHandlers.ofString());
      var second =
          http2.send(
              fixture.request(
                  "POST", "/form", "a=1", "Content-Type", "application/x-www-form-urlencoded"),
              BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("ok");
      assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(second.body()).isEqualTo("POST /form {a=[1]}");
    }
  }

  @Test
  void drainsRunningRequestsAndInterruptsThoseThatTakeTooLong() throws Exception {
    try (var fixture = new HostFixture()) {
      CountDownLatch running = new CountDownLatch(2);
      CountDownLatch go = new CountDownLatch(1);
      AtomicBoolean interrupted = new AtomicBoolean();
      fixture.ready(
          Route.get(
              "/short",
              (_, response) -> {
                running.countDown();
                go.await();
                response.text("text/plain", "done");
              }),
          Route.get(
              "/long",
              (_, _) -> {
                running.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
              }));
      var shorter =
          fixture.client.sendAsync(fixture.request("GET", "/short", null), BodyHandlers.ofString());
      var longer =
          fixture.client.sendAsync(fixture.request("GET", "/long", null), BodyHandlers.ofString());
      assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
      int port = fixture.port();
      Thread drain = Thread.ofVirtual().start(() -> fixture.host.drain(Duration.ofMillis(500)));
      go.countDown();

      assertThat(shorter.get().body()).isEqualTo("done");
      assertThat(longer.get().statusCode()).isEqualTo(200);
      drain.join();
      assertThat(interrupted).isTrue();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .hasMessageContaining("refused");
    }
  }

  @Test
  void swapsRoutesUnderLoadWithoutAFailedRequest() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(versioned(0));
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      Queue<String> wrong = new ConcurrentLinkedQueue<>();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String path = i % 2 == 0 ? "/api/v1/x" : "/hot";
        clients.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (!stop.get()) {
                        ask(fixture, path, wrong);
                        answered.incrementAndGet();
                      }
                    }));
      }
      for (int version = 1; version <= 100; version++) {
        fixture.publish(versioned(version));
      }
      while (answered.get() < 400) {
        Thread.onSpinWait();
      }
      stop.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(fixture.send("GET", "/hot").body()).isEqualTo("100");
    }
  }

  private static Route[] versioned(int version) {
    HttpHandler handler = (_, response) -> response.text("text/plain", Integer.toString(version));
    return new Route[] {Route.get("/api/v1/x", handler), Route.get("/hot", handler).hotPath()};
  }

  private static void ask(HostFixture fixture, String path, Queue<String> wrong) {
    try {
      HttpResponse<String> answer = fixture.send("GET", path);
      if (answer.statusCode() != 200 || !answer.body().matches("\\d+")) {
        wrong.add(answer.statusCode() + " " + answer.body());
      }
    } catch (Exception e) {
      wrong.add(e.toString());
    }
  }

  @Test
  void holdsNothingOfARemovedRoute() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready();
      List<WeakReference<Object>> removed = new ArrayList<>();
      for (boolean hot : new boolean[] {true, false}) {
        removed.add(serveAndRemove(fixture, hot));
      }
      for (WeakReference<Object> state : removed) {
        for (int i = 0; i < 50 && state.get() != null; i++) {
          System.gc();
          fixture.send("GET", "/-/healthy");
        }
        assertThat(state.get()).isNull();
      }
    }
  }

  private static WeakReference<Object> serveAndRemove(HostFixture fixture, boolean hot)
      throws Exception {
    Object state = new Object();
    HttpHandler handler = (_, response) -> response.text("text/plain", "at " + state.hashCode());
    Route route = Route.get("/api/v1/removed", handler);
    fixture.publish(hot ? route.hotPath() : route);
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.send("GET", "/api/v1/removed").body()).startsWith("at ");
    }
    fixture.publish();
    assertThat(fixture.send("GET", "/api/v1/removed").statusCode()).isEqualTo(404);
    return new WeakReference<>(state);
  }

  @Test
  void countsRequestsByRouteAndCode() throws Exception {
    try (var fixture = new HostFixture()) {
      fixture.ready(Route.get("/api/v1/label/{name}/values", OK));

      fixture.send("GET", "/api/v1/label/job/values");
      fixture.send("GET", "/api/v1/label/job/values");
      fixture.host.drain(Duration.ofSeconds(10));

      assertThat(
              fixture.metrics.value(
                  "prometheus_http_requests_total", "/api/v1/label/:name/values", "200"))
          .isEqualTo(2);
      assertThat(
              fixture.metrics.observations(
                  "prometheus_http_response_size_bytes", "/api/v1/label/:name/values"))
          .isEqualTo(2);
    }
  }

  @Test
  void refusesAnAddressInUseAndAFileThatProtects() {
    try (var fixture = new HostFixture();
        var second = new JettyWebHost(fixture.metrics, new FixedClock())) {
      assertThatThrownBy(() -> second.open(List.of(site(fixture.port(), null)), new NoActions()))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + fixture.port());
    }
    try (var third = new JettyWebHost(new FakeMetrics(), new FixedClock())) {
      assertThatThrownBy(() -> third.open(List.of(site(0, Path.of("web.yml"))), new NoActions()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("web.yml");
    }
  }

  private static SiteSettings site(int port, @Nullable Path webConfig) {
    return new SiteSettings(
        "server",
        "Prometheus Server",
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
        "http://localhost",
        "",
        ".*",
        false,
        512,
        Duration.ofMinutes(5),
        webConfig);
  }

  private static final class NoActions implements HostActions {
    @Override
    public void reload() {}

    @Override
    public void quit() {}
  }

  private static final class FixedClock implements Clock {
    @Override
    public long millis() {
      return 0;
    }

    @Override
    public long nanos() {
      return 0;
    }
  }
}
