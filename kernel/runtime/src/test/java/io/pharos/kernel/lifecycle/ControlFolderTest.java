package io.pharos.kernel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.runtime.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlFolderTest {
  @TempDir Path folder;

  @Test
  void answersCommandsOfTheLauncher() {
    try (TestServer server =
        new TestServer(folder, "number: {value: 1}", Strangers.number("1", "n", true)).start()) {
      Path data = folder.resolve("data");
      ControlFolder control = new ControlFolder(data, server.kernel());
      assertThat(ask(data, control, "list"))
          .contains("number")
          .contains("part:number")
          .contains("loaded");
      assertThat(ask(data, control, "disable number")).isEqualTo("ok: disable number\n");
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.DISABLED);
      assertThat(ask(data, control, "enable number")).isEqualTo("ok: enable number\n");
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.LOADED);
      assertThat(ask(data, control, "reload number")).isEqualTo("ok: reload number\n");
      assertThat(ask(data, control, "reload other"))
          .isEqualTo("error: there is no plugin 'other'\n");
      assertThat(ask(data, control, "dance")).startsWith("error: unknown command 'dance'");
      assertThat(server.events)
          .containsExactly("start n 1", "close n 1", "start n 1", "close n 1", "start n 1");
    }
  }

  private static String ask(Path data, ControlFolder control, String request) {
    return ControlFolder.ask(
        data,
        "test",
        request,
        () -> {
          control.run();
          return true;
        });
  }

  @Test
  void reloadsWhenAFileOrAnIncludedOneChanges() throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Path rules = Files.createDirectories(folder.resolve("rules")).resolve("a.yml");
    Files.writeString(config, "rule_files: [rules/*.yml]\n");
    int[] reloads = new int[2];
    AutoReload watch =
        new AutoReload(
            java.util.List.of(config),
            () -> {
              reloads[0]++;
              if (reloads[1] > 0) {
                reloads[1]--;
                throw new IllegalStateException("bad");
              }
            });
    watch.run();
    assertThat(reloads[0]).isZero();
    Files.writeString(rules, "groups: []\n");
    reloads[1] = 1;
    watch.run();
    watch.run();
    watch.run();
    assertThat(reloads[0]).isEqualTo(2);
  }
}
