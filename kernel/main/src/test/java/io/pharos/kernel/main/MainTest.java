package io.pharos.kernel.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.kernel.plugin.PluginSources;
import io.pharos.spi.error.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final PluginSources NONE = new PluginSources(List.of(), List.of());

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream printOut = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream printErr = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Main(printOut, printErr).run(List.of(arguments));
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anUnknownFlagIsOneLineAndExitCodeTwo() {
    assertThat(run("--web.listen-adress=:1")).isEqualTo(2);
    assertThat(errors())
        .isEqualTo(
            "pharos: error: unknown long flag '--web.listen-adress'; did you mean 'web.listen-address'?, try --help"
                + System.lineSeparator());
  }

  @Test
  void aMissingFileIsOneLineAndExitCodeTwo() {
    String data = "--data.path=" + folder;
    assertThat(run("--config.file=" + folder.resolve("none.yml"), data)).isEqualTo(2);
    assertThat(errors()).contains("none.yml: no such file or directory");
  }

  @Test
  void showsVersionAndHelp() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("pharos, version ");
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--config.file=prometheus.yml")
        .contains("--[no-]web.enable-lifecycle");
  }

  @Test
  void runsAServerInThisProcess() throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, "global: {scrape_interval: 5s}\n");
    List<String> arguments =
        List.of(
            "--config.file=" + config,
            "--data.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:0",
            "--web.enable-lifecycle");
    try (PharosServer server = PharosServer.start(arguments, NONE);
        HttpClient client = HttpClient.newHttpClient()) {
      InetSocketAddress address = server.addresses("server").getFirst();
      String base = "http://127.0.0.1:" + address.getPort();
      HttpRequest ready = HttpRequest.newBuilder(URI.create(base + "/-/ready")).build();
      assertThat(client.send(ready, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("Prometheus Server is Ready.\n");
      Files.writeString(config, "globl: {}\n");
      HttpRequest reload =
          HttpRequest.newBuilder(URI.create(base + "/-/reload"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> refused = client.send(reload, HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body()).contains("unknown key 'globl'; did you mean 'global'?");

      List<String> taken =
          List.of(
              "--config.file=" + config,
              "--data.path=" + folder.resolve("other"),
              "--web.listen-address=127.0.0.1:" + address.getPort());
      Files.writeString(config, "");
      assertThatThrownBy(() -> PharosServer.start(taken, NONE))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(String.valueOf(address.getPort()));
    }
  }

  @Test
  void readsAddressesAndUrls() {
    assertThat(Sites.address("f", ":9090").getPort()).isEqualTo(9090);
    assertThat(Sites.address("f", "[::1]:1").getPort()).isEqualTo(1);
    assertThatThrownBy(() -> Sites.address("f", "9090x"))
        .hasMessage("bad value of flag --f: expected host:port, was '9090x'");
    assertThat(Sites.externalUrl("http://x/prom/", new InetSocketAddress(1)))
        .isEqualTo("http://x/prom");
    assertThat(Sites.routePrefix("", "http://x/prom")).isEqualTo("/prom");
    assertThat(Sites.routePrefix("/", "http://x/prom")).isEmpty();
    assertThat(Sites.routePrefix("a/b/", "http://x")).isEqualTo("/a/b");
  }
}
