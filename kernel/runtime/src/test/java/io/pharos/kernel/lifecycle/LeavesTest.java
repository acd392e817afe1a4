package io.pharos.kernel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.runtime.Plugins;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeavesTest {
  private static final String TWO = "lamps: {lamp_sd_configs: [{colour: red}, {colour: blue}]}";

  @TempDir Path folder;

  @Test
  void opensWhatTheFileListsAndClosesItWithTheServer() {
    TestServer server =
        new TestServer(folder, TWO, Strangers.user(), Strangers.lamp("1", "a", "")).start();
    server.close();
    assertThat(server.events).containsExactly("a on red", "a on blue", "a off red", "a off blue");
  }

  @Test
  void anotherVersionTakesOver() {
    try (TestServer server =
        new TestServer(
                folder,
                "lamps: {lamp_sd_configs: [{colour: red}]}",
                Strangers.user(),
                Strangers.lamp("1", "a", ""))
            .start()) {
      server.put(Strangers.lamp("2", "b", ""));
      assertThat(server.events).contains("a on red", "a off red", "b on red");
      assertThat(server.events).last().isIn("b on red", "a off red");
    }
  }

  @Test
  void aLeafThatThrowsIsNamedAndOthersGoOn() {
    try (TestServer server =
        new TestServer(
                folder,
                TWO,
                Strangers.user(),
                Strangers.lamp(
                    "1", "a", "if (lamp.colour().equals(\"red\")) throw new Error(\"dark\");"))
            .start()) {
      assertThat(server.events).contains("a on blue");
      Plugins.Plugin lamp = server.plugin("lamp");
      assertThat(lamp.health()).isEqualTo(Plugins.Health.FAILING);
      assertThat(lamp.error()).contains("dark");
      assertThat(lamp.failures()).isEqualTo(1);
    }
  }

  @Test
  void theLoaderOfARemovedPluginIsFreed() throws Exception {
    try (TestServer server =
        new TestServer(folder, TWO, Strangers.user(), Strangers.lamp("1", "a", "Events.add(this);"))
            .start()) {
      WeakReference<ClassLoader> loader = loaderOfLast(server);
      server.kernel().forget("lamp");
      assertThat(server.kernel().plugins().list())
          .extracting(Plugins.Plugin::id)
          .containsExactly("user");
      assertFreed(loader);
    }
  }

  @Test
  void theLoaderOfAReplacedVersionIsFreed() throws Exception {
    try (TestServer server =
        new TestServer(folder, TWO, Strangers.user(), Strangers.lamp("1", "a", "Events.add(this);"))
            .start()) {
      WeakReference<ClassLoader> loader = loaderOfLast(server);
      server.put(Strangers.lamp("2", "b", ""));
      assertThat(server.plugin("lamp").version()).isEqualTo("2");
      assertFreed(loader);
    }
  }

  @Test
  void theLoaderOfAPartIsFreedAlsoAfterRequestsRanThroughIt() throws Exception {
    try (TestServer server =
        new TestServer(
                folder, "number: {value: 4}", Strangers.reader(), Strangers.number("1", "n", false))
            .start()) {
      assertThat(server.host.call("/number")).isEqualTo("4");
      WeakReference<ClassLoader> reader = loader(server, "a-reader");
      WeakReference<ClassLoader> number = loader(server, "number");
      server.kernel().forget("a-reader");
      server.kernel().forget("number");
      assertThat(server.host.paths()).isEmpty();
      assertFreed(reader);
      assertFreed(number);
    }
  }

  private static WeakReference<ClassLoader> loader(TestServer server, String id) {
    for (Unit unit : server.kernel().table().units()) {
      if (unit.id().equals(id)) {
        return new WeakReference<>(unit.loader());
      }
    }
    throw new IllegalArgumentException(id);
  }

  private static WeakReference<ClassLoader> loaderOfLast(TestServer server) {
    Object made =
        server.events.stream()
            .filter(event -> !(event instanceof String))
            .findFirst()
            .orElseThrow();
    WeakReference<ClassLoader> loader = new WeakReference<>(made.getClass().getClassLoader());
    server.events.removeIf(event -> !(event instanceof String));
    return loader;
  }

  private static void assertFreed(WeakReference<ClassLoader> loader) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (loader.get() != null && System.nanoTime() < deadline) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(loader.get()).as("class loader").isNull();
  }
}
