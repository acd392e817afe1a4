package io.pharos.kernel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.kernel.plugin.CompiledPlugin;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.ServerInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTest {
  @TempDir Path folder;

  private TestServer server(String yaml, CompiledPlugin... plugins) {
    return new TestServer(folder, yaml, plugins);
  }

  @Test
  void startsServicesBeforeThoseWhoTakeThemAndEndsInReverse() {
    TestServer server =
        server("number: {value: 5}", Strangers.reader(), Strangers.number("1", "n", true));
    server.start();
    assertThat(server.events).containsExactly("start n 5", "reader sees 5");
    assertThat(server.host.state()).isEqualTo(ServerInfo.State.READY);
    server.close();
    assertThat(server.events)
        .containsExactly("start n 5", "reader sees 5", "close reader", "close n 5");
  }

  @Test
  void servesRoutesThroughLeases() throws Exception {
    try (TestServer server =
        server("number: {value: 7}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      assertThat(server.host.call("/number")).isEqualTo("7");
      assertThat(server.plugin("number").health()).isEqualTo(Plugins.Health.UP);
    }
  }

  @Test
  void givesAChangedConfigurationToTheRunningInstance() throws Exception {
    try (TestServer server =
        server("number: {value: 1}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      server.reload("number: {value: 2}");
      assertThat(server.host.call("/number")).isEqualTo("2");
      assertThat(server.events).containsExactly("start n 1", "reader sees 1", "apply 2");
    }
  }

  @Test
  void makesAnInstanceAnewThatAsksForIt() throws Exception {
    try (TestServer server =
        server("number: {value: 1}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      server.reload("number: {value: 2, fixed: 1}");
      assertThat(server.host.call("/number")).isEqualTo("2");
      assertThat(server.events)
          .containsExactly("start n 1", "reader sees 1", "close n 1", "start n 2");
    }
  }

  @Test
  void startsTheFormerInstanceAgainIfTheNewOneFails() throws Exception {
    try (TestServer server =
        server("number: {value: 1}", Strangers.reader(), Strangers.number("1", "n", false))
            .start()) {
      assertThatThrownBy(() -> server.reload("number: {value: 666}"))
          .hasMessageContaining("part:number start failed")
          .hasMessageContaining("no luck");
      assertThat(server.host.call("/number")).isEqualTo("1");
      assertThat(server.plugin("number").health()).isEqualTo(Plugins.Health.FAILING);
    }
  }

  @Test
  void aBadFileChangesNothingAndIsReportedWhole() throws Exception {
    try (TestServer server =
        server("number: {value: 1}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      assertThatThrownBy(() -> server.reload("number: {value: -1, x: 2}\nnmber: 3\n"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("prometheus.yml:1: number.x: unknown key 'x'")
          .hasMessageContaining(
              "prometheus.yml:2: nmber: unknown key 'nmber'; did you mean 'number'?");
      assertThat(server.host.call("/number")).isEqualTo("1");
    }
  }

  @Test
  void replacesAPluginWithAnotherVersion() throws Exception {
    try (TestServer server =
        server("number: {value: 3}", Strangers.reader(), Strangers.number("1", "old", true))
            .start()) {
      server.put(Strangers.number("2", "new", true));
      assertThat(server.plugin("number").version()).isEqualTo("2");
      assertThat(server.events)
          .containsExactly("start old 3", "reader sees 3", "close old 3", "start new 3");
      assertThat(server.host.call("/number")).isEqualTo("3");
    }
  }

  @Test
  void keepsTheOldVersionIfTheNewOneDoesNotLoad() throws Exception {
    try (TestServer server =
        server("number: {value: 3}", Strangers.reader(), Strangers.number("1", "old", true))
            .start()) {
      CompiledPlugin broken =
          Strangers.number("2", "new", true).property("pharos.extensions", "part:number,part:more");
      assertThatThrownBy(() -> server.put(broken))
          .hasMessageContaining("descriptor and classes differ in extensions");
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.LOADED);
      assertThat(server.plugin("number").version()).isEqualTo("1");
      assertThat(server.host.call("/number")).isEqualTo("3");
    }
  }

  @Test
  void takersOfAServiceLearnWhichOneIsMissing() throws Exception {
    try (TestServer server =
        server("number: {value: 3}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      server.kernel().remove("number", Plugins.State.DISABLED);
      assertThatThrownBy(() -> server.host.call("/number"))
          .hasMessage("no loaded plugin offers IntSupplier");
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.DISABLED);
    }
  }

  @Test
  void showsPagesOfPluginsInTheFrameOfAnotherAsTheyComeAndGo() throws Exception {
    try (TestServer server = server("", Strangers.frame(), Strangers.lights("Lights")).start()) {
      assertThat(server.host.paths()).contains("/lights", "/lights/page.js");
      assertThat(server.host.call("/lights")).isEqualTo("/lights lights=Lights");

      server.put(Strangers.lights("Lamps"));
      assertThat(server.host.call("/lights")).isEqualTo("/lights lights=Lamps");

      server.kernel().remove("lights", Plugins.State.DISABLED);
      assertThat(server.host.paths()).doesNotContain("/lights", "/lights/page.js");
    }
  }

  @Test
  void servesNoPagesWithoutAFrame() {
    try (TestServer server = server("", Strangers.lights("Lights")).start()) {
      assertThat(server.host.paths()).containsExactly("/lights/page.js");
    }
  }

  @Test
  void namesBothPluginsOfAClashAndStartsTheRest() throws Exception {
    CompiledPlugin other =
        new CompiledPlugin("other", "1").property("pharos.keys", "server:number");
    try (TestServer server =
        server("number: {value: 3}", Strangers.reader(), Strangers.number("1", "n", true), other)
            .start()) {
      assertThat(server.plugin("other").state()).isEqualTo(Plugins.State.FAILED);
      assertThat(server.plugin("other").error())
          .isEqualTo("key server:number is claimed by two plugins: number and other");
      assertThat(server.host.call("/number")).isEqualTo("3");
    }
  }

  @Test
  void doesNotStartWithABadFile() {
    TestServer server = server("number: {value: x}", Strangers.number("1", "n", true));
    assertThatThrownBy(server::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prometheus.yml:1: number.value: expected a number, was 'x'");
    assertThat(server.events).isEmpty();
  }

  @Test
  void aDisabledPluginStaysOutUntilItIsEnabled() {
    String yaml = "number: {value: 1}";
    try (TestServer server = server("", Strangers.number("1", "n", true)).start()) {
      server.kernel().disable("number");
    }
    try (TestServer server = server("", Strangers.number("1", "n", true)).start()) {
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.DISABLED);
      assertThatThrownBy(() -> server.reload(yaml))
          .hasMessageContaining("number: belongs to plugin number, which is not loaded");
      server.kernel().enable("number");
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.LOADED);
      assertThat(server.events).containsExactly("start n 1");
    }
  }
}
