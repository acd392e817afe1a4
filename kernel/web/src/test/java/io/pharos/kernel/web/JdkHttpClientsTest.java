package io.pharos.kernel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.HttpClientConfig.Authorization;
import io.pharos.spi.http.HttpClientConfig.BasicAuth;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.http.OutgoingClient.Request;
import io.pharos.spi.http.OutgoingClient.Response;
import io.pharos.spi.http.TlsConfig;
import io.pharos.spi.runtime.Clock;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JdkHttpClientsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final HttpClientConfig PLAIN = HttpClientConfig.plain();

  private final JdkHttpClients clients = new JdkHttpClients(new SystemClock());

  @Test
  void sendsTheGivenHeadersAndNoOthers() throws Exception {
    try (var server = new PlayedServer(OK);
        var client = clients.open(PLAIN)) {
      String body = get(client, server.uri("/m?a=b"), Map.of("Accept-Encoding", "gzip"));

      assertThat(body).isEqualTo("ok");
      assertThat(server.requests.getFirst())
          .containsExactly(
              "GET /m?a=b HTTP/1.1", "Host: 127.0.0.1:" + server.port(), "Accept-Encoding: gzip");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789",
        "HTTP/1.1 200 OK\nContent-Length: 10\n\n0123456789",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n012\r\n7;x=y\r\n3456789\r\n0\r\nT: x\r\n\r\n",
      })
  void readsEveryFramingAndKeepsTheConnection(String answer) throws Exception {
    try (var server = new PlayedServer(answer);
        var client = clients.open(PLAIN)) {
      assertThat(get(client, server.uri("/"), Map.of())).isEqualTo("0123456789");
      assertThat(get(client, server.uri("/"), Map.of())).isEqualTo("0123456789");
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void readsUntilTheServerCloses() throws Exception {
    try (var server =
            new PlayedServer("HTTP/1.0 200 Fine, thanks\r\n\r\nabc" + PlayedServer.CLOSE);
        var client = clients.open(PLAIN);
        Response response = client.send(Request.get(server.uri("/"), Map.of(), LONG))) {
      assertThat(response.reason()).isEqualTo("Fine, thanks");
      assertThat(text(response)).isEqualTo("abc");
    }
  }

  @Test
  void asksAgainWhereTheServerHasClosedAKeptConnection() throws Exception {
    try (var server = new PlayedServer(OK, PlayedServer.CLOSE, OK);
        var client = clients.open(PLAIN)) {
      get(client, server.uri("/"), Map.of());
      assertThat(get(client, server.uri("/"), Map.of())).isEqualTo("ok");
      assertThat(server.connections).hasValue(2);
    }
  }

  @Test
  void followsRedirectsWithCredentialsOnTheSameHost() throws Exception {
    try (var target = new PlayedServer(OK);
        var server =
            new PlayedServer(
                "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 307 x\r\nLocation: http://127.0.0.1:"
                    + target.port()
                    + "/c\r\nContent-Length: 0\r\n\r\n");
        var client = clients.open(basic("u", "p"))) {
      assertThat(get(client, server.uri("/a"), Map.of())).isEqualTo("ok");

      assertThat(target.requests.getFirst())
          .containsExactly(
              "GET /c HTTP/1.1",
              "Host: 127.0.0.1:" + target.port(),
              "Authorization: Basic dTpw",
              "Referer: http://127.0.0.1:" + server.port() + "/b");
    }
  }

  @Test
  void sendsNoCredentialsToAnotherHost() throws Exception {
    try (var target = new PlayedServer(OK);
        var server =
            new PlayedServer(
                "HTTP/1.1 302 Found\r\nLocation: http://localhost:"
                    + target.port()
                    + "/\r\nContent-Length: 0\r\n\r\n");
        var client = clients.open(basic("u", "p"))) {
      get(client, server.uri("/a"), Map.of("Cookie", "a=b"));

      assertThat(server.requests.getFirst()).contains("Authorization: Basic dTpw", "Cookie: a=b");
      assertThat(target.requests.getFirst())
          .noneMatch(line -> line.startsWith("Authorization") || line.startsWith("Cookie"));
    }
  }

  @Test
  void endsARedirectLoop() throws Exception {
    try (var server =
            new PlayedServer("HTTP/1.1 301 x\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n");
        var client = clients.open(PLAIN)) {
      assertThatThrownBy(() -> get(client, server.uri("/loop"), Map.of()))
          .isInstanceOf(RemoteException.class)
          .hasMessage("Get \"/loop\": stopped after 10 redirects");
      assertThat(server.requests).hasSize(10);
    }
  }

  @Test
  void boundsHeadAndBodyByOneTimeout() throws Exception {
    Duration brief = Duration.ofMillis(200);
    try (var silent = new PlayedServer(PlayedServer.SILENT);
        var half =
            new PlayedServer(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc" + PlayedServer.SILENT);
        var client = clients.open(PLAIN)) {
      assertThatThrownBy(() -> client.send(Request.get(silent.uri("/x"), Map.of(), brief)))
          .isInstanceOfSatisfying(
              RemoteException.class,
              e -> {
                assertThat(e.code()).isEqualTo(RemoteException.Code.TIMEOUT);
                assertThat(e)
                    .hasMessage("Get \"" + silent.uri("/x") + "\": context deadline exceeded");
              });
      try (Response response = client.send(Request.get(half.uri("/"), Map.of(), brief))) {
        assertThatThrownBy(() -> text(response)).hasMessage("context deadline exceeded");
      }
    }
  }

  @Test
  void namesFailuresAsTheOriginal() throws Exception {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/m");
    }
    try (var half =
            new PlayedServer(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc" + PlayedServer.CLOSE);
        var empty = new PlayedServer(PlayedServer.CLOSE);
        var client = clients.open(PLAIN)) {
      assertThatThrownBy(() -> get(client, closed, Map.of()))
          .hasMessage(
              "Get \""
                  + closed
                  + "\": dial tcp "
                  + closed.getAuthority()
                  + ": connect: connection refused");
      assertThatThrownBy(() -> get(client, half.uri("/"), Map.of())).hasMessage("unexpected EOF");
      assertThatThrownBy(() -> get(client, empty.uri("/"), Map.of()))
          .hasMessage("Get \"" + empty.uri("/") + "\": EOF");
      assertThatThrownBy(() -> get(client, URI.create("http://127.0.0.1:99999/x"), Map.of()))
          .hasMessage("Get \"http://127.0.0.1:99999/x\": dial tcp: address 99999: invalid port");
      assertThatThrownBy(() -> get(client, URI.create("ftp://a/x"), Map.of()))
          .hasMessage("Get \"ftp://a/x\": unsupported protocol scheme \"ftp\"");
    }
  }

  @Test
  void postsABodyAndReadsSecretsFromFilesEachTime(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "one\n");
    HttpClientConfig config =
        new HttpClientConfig(
            null,
            new Authorization("Token", null, token.toString()),
            null,
            "",
            null,
            PLAIN.tlsConfig(),
            true,
            true,
            "",
            "",
            false,
            Map.of(),
            Map.of(
                "X-A",
                new HttpClientConfig.Header(List.of("1"), List.of(new Secret("2")), List.of())));
    try (var server = new PlayedServer(OK);
        var client = clients.open(config)) {
      ByteBuffer body = ByteBuffer.wrap("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
      for (String expected : List.of("one", "two")) {
        Files.writeString(token, expected);
        try (Response response =
            client.send(new Request("POST", server.uri("/w"), Map.of(), body, LONG))) {
          assertThat(text(response)).isEqualTo("ok");
        }
        assertThat(server.requests.getLast())
            .contains(
                "Authorization: Token " + expected,
                "X-A: 1",
                "X-A: 2",
                "Content-Length: 100000",
                "x".repeat(100_000));
      }
      Files.delete(token);
      assertThatThrownBy(() -> get(client, server.uri("/"), Map.of()))
          .hasMessageContaining("unable to read authorization credentials file");
    }
  }

  @Test
  void endsWhenItsThreadIsInterrupted() throws Exception {
    try (var server = new PlayedServer(PlayedServer.SILENT);
        var client = clients.open(PLAIN)) {
      CountDownLatch ended = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.send(Request.get(server.uri("/"), Map.of(), LONG)).close();
                    } catch (InterruptedException e) {
                      ended.countDown();
                    }
                  });
      while (server.requests.isEmpty()) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void goesThroughAProxy() throws Exception {
    HttpClientConfig.BasicAuth none = null;
    try (var proxy = new PlayedServer(OK)) {
      String url = "http://me:word@127.0.0.1:" + proxy.port();
      HttpClientConfig config =
          new HttpClientConfig(
              none,
              null,
              null,
              "",
              null,
              PLAIN.tlsConfig(),
              true,
              true,
              url,
              "direct.example",
              false,
              Map.of(),
              Map.of());
      try (var client = clients.open(config)) {
        assertThat(get(client, URI.create("http://far.example:81/m"), Map.of())).isEqualTo("ok");
        assertThat(proxy.requests.getFirst())
            .containsExactly(
                "GET http://far.example:81/m HTTP/1.1",
                "Host: far.example:81",
                "Proxy-Authorization: Basic bWU6d29yZA==");
      }
    }
  }

  @Test
  void checksCertificatesAndPresentsItsOwn(@TempDir Path folder) throws Exception {
    KeyStore store = selfSigned(folder);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "changeit".toCharArray());
    context.init(keys.getKeyManagers(), null, null);
    ServerSocket listener =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    String ca = pem("CERTIFICATE", store.getCertificate("x").getEncoded());
    String key = pem("PRIVATE KEY", store.getKey("x", "changeit".toCharArray()).getEncoded());
    try (var server = new PlayedServer(listener, OK)) {
      URI uri = URI.create("https://localhost:" + server.port() + "/");
      try (var trusting = clients.open(tls("", "", null, true));
          var knowing = clients.open(tls(ca, ca, new Secret(key), false));
          var ignorant = clients.open(PLAIN)) {
        assertThat(get(trusting, uri, Map.of())).isEqualTo("ok");
        assertThat(get(knowing, uri, Map.of())).isEqualTo("ok");
        assertThatThrownBy(() -> get(ignorant, uri, Map.of()))
            .hasMessageEndingWith("certificate signed by unknown authority");
      }
    }
  }

  @Test
  void refusesWhatItCannotProtect() {
    HttpClientConfig oauth2 =
        new HttpClientConfig(
            null,
            null,
            null,
            "",
            new HttpClientConfig.OAuth2(
                "id",
                null,
                "",
                List.of(),
                "http://t",
                Map.of(),
                PLAIN.tlsConfig(),
                "",
                "",
                false,
                Map.of()),
            PLAIN.tlsConfig(),
            true,
            true,
            "",
            "",
            false,
            Map.of(),
            Map.of());
    assertThatThrownBy(() -> clients.open(oauth2)).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> clients.open(tls("no certificate", "", null, false)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tls_config.ca");
  }

  private static HttpClientConfig basic(String user, String password) {
    return new HttpClientConfig(
        new BasicAuth(user, "", new Secret(password), ""),
        null,
        null,
        "",
        null,
        PLAIN.tlsConfig(),
        true,
        true,
        "",
        "",
        false,
        Map.of(),
        Map.of());
  }

  private static HttpClientConfig tls(
      String ca, String cert, @Nullable Secret key, boolean insecure) {
    return new HttpClientConfig(
        null,
        null,
        null,
        "",
        null,
        new TlsConfig(ca, "", cert, "", key, "", "", insecure, "", ""),
        true,
        true,
        "",
        "",
        false,
        Map.of(),
        Map.of());
  }

  private static KeyStore selfSigned(Path folder) throws Exception {
    Path file = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  private static String pem(String type, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  private static String get(OutgoingClient client, URI uri, Map<String, String> headers)
      throws Exception {
    try (Response response = client.send(Request.get(uri, headers, LONG))) {
      return text(response);
    }
  }

  private static String text(Response response) throws Exception {
    return new String(response.body().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static final class SystemClock implements Clock {
    @Override
    public long millis() {
      return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }
}
