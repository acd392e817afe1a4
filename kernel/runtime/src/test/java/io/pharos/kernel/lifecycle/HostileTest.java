package io.pharos.kernel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.kernel.plugin.CompiledPlugin;
import io.pharos.spi.runtime.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that do harm are contained and named; the others go on. */
class HostileTest {
  private static final String ONE = "lamps: {lamp_sd_configs: [{colour: red}]}";

  @TempDir Path folder;

  private TestServer server(String yaml, CompiledPlugin... plugins) {
    return new TestServer(folder, yaml, plugins);
  }

  @Test
  void onePluginThrowsFromItsConstructor() {
    CompiledPlugin thrower =
        new CompiledPlugin("thrower", "1")
            .property("pharos.extensions", "part:thrower")
            .extension(
                "Thrower",
                """
                import io.pharos.spi.part.*;
                import io.pharos.spi.runtime.*;
                @org.pf4j.Extension
                public final class Thrower implements PartFactory<Thrower.No> {
                  public record No() {}
                  public Thrower() { throw new IllegalStateException("never"); }
                  public String name() { return "thrower"; }
                  public Class<No> configType() { return No.class; }
                  public Part create(No config, Context context) { return () -> {}; }
                }
                """);
    try (TestServer server =
        server("number: {value: 1}", thrower, Strangers.number("1", "n", true)).start()) {
      assertThat(server.plugin("thrower").state()).isEqualTo(Plugins.State.FAILED);
      assertThat(server.plugin("thrower").error()).contains("never");
      assertThat(server.events).containsExactly("start n 1");
    }
  }

  @Test
  void aPartThatThrowsFromItsStartIsLeftOutAndTheRestStarts() {
    try (TestServer server =
        server("number: {value: 666}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      assertThat(server.events).containsExactlyInAnyOrder("reader sees -1", "close n 666");
      assertThat(server.plugin("number").health()).isEqualTo(Plugins.Health.FAILING);
      assertThat(server.plugin("number").error()).contains("no luck");
    }
  }

  @Test
  void aHandlerThatThrowsCountsAtItsPlugin() {
    try (TestServer server =
        server("number: {value: 1}", Strangers.reader(), Strangers.number("1", "n", true))
            .start()) {
      server.kernel().remove("number", Plugins.State.DISABLED);
      assertThatThrownBy(() -> server.host.call("/number")).hasMessageContaining("IntSupplier");
      assertThat(server.plugin("a-reader").failures()).isEqualTo(1);
      assertThat(server.plugin("a-reader").health()).isEqualTo(Plugins.Health.FAILING);
    }
  }

  @Test
  void aCallThatDoesNotReturnIsInterruptedNamedAndItsPluginDisabled() throws Exception {
    String waitForEver =
        """
        Events.add("waiting");
        Object never = new Object();
        synchronized (never) {
          while (true) {
            try { never.wait(); } catch (InterruptedException e) { Events.add("interrupted"); }
          }
        }
        """;
    try (TestServer server =
        server("lamps: {}", Strangers.user(), Strangers.lamp("1", "a", waitForEver)).start()) {
      Thread reload = Thread.ofVirtual().start(() -> server.reload(ONE));
      Watchdog watchdog = new Watchdog(server.kernel(), Duration.ZERO, () -> {});
      while (!server.events.contains("waiting")) {
        Thread.onSpinWait();
      }
      watchdog.run();
      assertThat(server.plugin("lamp").health()).isEqualTo(Plugins.Health.HANGING);
      while (!server.events.contains("interrupted")) {
        Thread.onSpinWait();
      }
      reload.join();
      server.kernel().fail("lamp", "does not return");
      Plugins.Plugin lamp = server.plugin("lamp");
      assertThat(lamp.state()).isEqualTo(Plugins.State.HELD);
      assertThat(lamp.error()).contains("still runs: ").contains("discovery:lamp start");
      assertThat(server.plugin("user").state()).isEqualTo(Plugins.State.LOADED);
    }
  }

  @Test
  void aFullHeapNamesTheStrangersWorkAndEndsTheProcessIfNothingHelps() throws Exception {
    try (TestServer server =
        server("number: {value: 1}", Strangers.number("1", "n", true)).start()) {
      AtomicInteger ends = new AtomicInteger();
      PlayedHeap heap = new PlayedHeap();
      Watchdog watchdog =
          new Watchdog(server.kernel(), Duration.ofHours(1), heap, ends::incrementAndGet);
      Thread collector = collector(server.kernel().table().units().getFirst());
      heap.share = 0.5;
      watchdog.run();
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.LOADED);
      heap.share = 0.99;
      watchdog.run();
      collector.join();
      assertThat(server.plugin("number").state()).isNotEqualTo(Plugins.State.LOADED);
      assertThat(server.plugin("number").error()).contains("it filled the heap");
      assertThat(server.events).last().isEqualTo("close n 1");
      assertThat(heap.collections).isEqualTo(1);
      for (int i = 0; i < 4; i++) {
        watchdog.run();
      }
      assertThat(ends).hasValue(1);
    }
  }

  @Test
  void theJvmsAlarmInterruptsAtOnceAndTheNextLookDisables() throws Exception {
    try (TestServer server =
        server("number: {value: 1}", Strangers.number("1", "n", true)).start()) {
      PlayedHeap heap = new PlayedHeap();
      Watchdog watchdog = new Watchdog(server.kernel(), Duration.ofHours(1), heap, () -> {});
      watchdog.run();
      Thread collector = collector(server.kernel().table().units().getFirst());
      heap.alarm.run();
      collector.join();
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.LOADED);
      watchdog.run();
      assertThat(server.plugin("number").state()).isEqualTo(Plugins.State.FAILED);
    }
  }

  private static Thread collector(Unit unit) throws InterruptedException {
    CountDownLatch collecting = new CountDownLatch(1);
    Thread collector =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (PluginHealth.Work _ = unit.health().begin("collect", true)) {
                    collecting.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                      LockSupport.park();
                    }
                  }
                });
    collecting.await();
    return collector;
  }

  /** A heap that is as full as the test says. */
  @Test
  void anotherVersionOfTheApiAndABrokenIndexAreNamed() {
    CompiledPlugin noClass =
        new CompiledPlugin("hollow", "1").property("pharos.extensions", "part:hollow");
    try (TestServer server = server("", noClass).start()) {
      assertThat(server.plugin("hollow").error())
          .contains(
              "descriptor and classes differ in extensions [descriptor=[part:hollow], classes=[]]");
      assertThatThrownBy(
              () -> server.put(new CompiledPlugin("future", "1").property("plugin.requires", "9")))
          .hasMessageContaining("future needs another version of the plugin API");
    }
  }
}
