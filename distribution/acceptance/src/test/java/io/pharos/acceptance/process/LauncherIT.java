package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher answers to people. */
class LauncherIT {
  @TempDir Path folder;

  @Test
  void anUnknownFlagIsOneClearLine() throws Exception {
    try (Server server = launch("--storage.tsdb.pth=x")) {
      assertThat(server.exit()).isEqualTo(2);
      assertThat(server.log().strip().lines()).hasSize(1);
      assertThat(server.log()).contains("storage.tsdb.pth");
    }
  }

  @Test
  void aBadFileIsNamedWithLineAndKey() throws Exception {
    Path config = folder.resolve("bad.yml");
    Files.writeString(config, "global:\n  scrape_intervall: 5s\n");
    try (Server server = launch("--config.file=" + config, "--storage.tsdb.path=" + folder)) {
      assertThat(server.exit()).isEqualTo(2);
      assertThat(server.log()).contains("bad.yml").contains("2").contains("scrape_intervall");
    }
  }

  @Test
  void aPortInUseEndsTheStart() throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, "");
    String[] arguments = {
      "--config.file=" + config, "--web.listen-address=127.0.0.1:{port}", "--storage.tsdb.path=one"
    };
    try (Server first = Server.pharos(folder, arguments);
        Server second =
            launch(
                "--config.file=" + config,
                "--web.listen-address=127.0.0.1:" + first.port(),
                "--storage.tsdb.path=two")) {
      assertThat(second.exit()).isNotZero();
      assertThat(second.log()).contains(Integer.toString(first.port()));
    }
  }

  @Test
  void endsCleanlyWhenAsked() throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, "");
    try (Server server =
        Server.pharos(
            folder,
            "--config.file=" + config,
            "--web.listen-address=127.0.0.1:{port}",
            "--storage.tsdb.path=data")) {
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void saysItsVersionAndItsFlags() throws Exception {
    try (Server version = launch("--version");
        Server help = launch("--help")) {
      assertThat(version.exit()).isZero();
      assertThat(version.log()).contains("0.1.0");
      assertThat(help.exit()).isZero();
      assertThat(help.log()).contains("--storage.tsdb.path").contains("--web.listen-address");
    }
  }

  private Server launch(String... arguments) throws Exception {
    return Server.launch(Server.launcher().toString(), folder, arguments);
  }
}
