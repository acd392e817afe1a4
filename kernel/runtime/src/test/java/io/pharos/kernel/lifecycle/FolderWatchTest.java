package io.pharos.kernel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.kernel.plugin.PluginSources;
import io.pharos.spi.runtime.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  @TempDir Path folder;

  @Test
  void loadsReplacesAndRemovesArchivesAsTheyComeAndGo() throws Exception {
    try (TestServer server = new TestServer(folder, "lamps: {}", Strangers.user()).start()) {
      FolderWatch watch = new FolderWatch(server.sources(), server.kernel());
      Path work = folder.resolve("work1");
      Path zip = Strangers.lamp("1", "a", "").zipInto(server.plugins, work);
      watch.run();
      assertThat(server.kernel().plugins().list()).hasSize(1);
      watch.run();
      assertThat(server.plugin("lamp").version()).isEqualTo("1");
      server.reload("lamps: {lamp_sd_configs: [{colour: red}]}");
      assertThat(server.events).containsExactly("a on red");

      Strangers.lamp("2.0", "b", "").zipInto(server.plugins, folder.resolve("work2"));
      watch.run();
      watch.run();
      assertThat(server.plugin("lamp").version()).isEqualTo("2.0");
      assertThat(server.events).contains("a off red", "b on red");

      Files.delete(zip);
      watch.run();
      assertThat(server.kernel().plugins().list())
          .extracting(Plugins.Plugin::id)
          .containsExactly("user");
      assertThat(server.events).last().isEqualTo("b off red");
    }
  }

  @Test
  void reportsABrokenArchiveAndGoesOn() throws Exception {
    try (TestServer server = new TestServer(folder, "lamps: {}", Strangers.user()).start()) {
      FolderWatch watch = new FolderWatch(server.sources(), server.kernel());
      Files.writeString(server.plugins.resolve("bad.zip"), "no zip");
      watch.run();
      watch.run();
      assertThat(server.plugin("bad.zip").state()).isEqualTo(Plugins.State.FAILED);
      assertThat(server.plugin("bad.zip").error()).contains("plugin cannot be read");
      assertThat(server.plugin("user").state()).isEqualTo(Plugins.State.LOADED);
    }
  }

  @Test
  void refusesArchivesOfAFolderThatEveryoneMayWrite() throws Exception {
    Path open = Files.createDirectories(folder.resolve("open"));
    Strangers.lamp("1", "a", "").zipInto(open, folder.resolve("work"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    PluginSources.Listing listing =
        new PluginSources(java.util.List.of(open), java.util.List.of()).list();
    assertThat(listing.plugins()).isEmpty();
    assertThat(listing.errors()).singleElement().asString().contains("can be written by everyone");

    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxr-x"));
    listing = new PluginSources(java.util.List.of(open), java.util.List.of()).list();
    assertThat(listing.plugins()).hasSize(1);
    assertThat(listing.warnings())
        .singleElement()
        .asString()
        .contains("can be written by its group");
  }
}
