package io.pharos.kernel.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.kernel.plugin.CompiledPlugin;
import io.pharos.kernel.plugin.Kind;
import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.error.BugException;
import io.pharos.spi.runtime.Plugins;
import io.pharos.testkit.runtime.FakeContext;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For each kind of extension: what happens when its plugin throws, or does not return. */
class HostileKindsTest {
  private static final Duration LITTLE = Duration.ofMillis(200);

  @TempDir Path folder;

  /** The factory's interface, and what it makes; a command makes nothing. */
  private record Shape(String factory, String instance) {
    static Shape of(Kind kind) {
      return switch (kind) {
        case STORAGE -> new Shape("StorageFactory<Hostile.No>", "Storage");
        case QUERY -> new Shape("QueryEngineFactory<Hostile.No>", "QueryEngine");
        case PART -> new Shape("PartFactory<Hostile.No>", "Part");
        case WEB -> new Shape("WebFactory<Hostile.No>", "WebModule");
        case DISCOVERY -> new Shape("DiscoveryFactory<Hostile.No>", "Discoverer");
        case EXPORTER -> new Shape("ExporterFactory<Hostile.No>", "Exporter");
        case NOTIFY -> new Shape("NotifierFactory<Hostile.No>", "Notifier");
        case COMMAND -> new Shape("CommandFactory", "");
      };
    }
  }

  /** A plugin of a kind whose {@code create}, or {@code run}, does something. */
  private static CompiledPlugin plugin(Kind kind, String body) {
    Shape shape = Shape.of(kind);
    String method =
        shape.instance().isEmpty()
            ? "int run(List<String> arguments, Terminal terminal)"
            : shape.instance() + " create(No no, Context context)";
    CompiledPlugin plugin =
        new CompiledPlugin("hostile", "1")
            .extension(
                "Hostile",
                """
                import io.pharos.spi.%s.*;
                import io.pharos.spi.runtime.*;
                import java.util.*;
                @org.pf4j.Extension
                public final class Hostile implements %s {
                  public record No() {}
                  public Class<No> configType() { return No.class; }
                  public String type() { return "hostile"; }
                  public String name() { return "hostile"; }
                  public String summary() { return "does harm"; }
                  public %s { %s }
                }
                """
                    .formatted(kind.word(), shape.factory(), method, body));
    return kind == Kind.COMMAND
        ? plugin.property("pharos.command.hostile", "does harm")
        : plugin.property("pharos.extensions", kind.word() + ":hostile");
  }

  private Unit loaded(Kind kind, String body) {
    TestServer server = new TestServer(folder, "", plugin(kind, body));
    return server.kernel().table().units().getFirst();
  }

  private static Object use(Unit unit) throws Exception {
    Offer offer = unit.offers().getFirst();
    if (offer.factory() instanceof CommandFactory command) {
      InputStream nothing = InputStream.nullInputStream();
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
      return command.run(
          List.of(), new CommandFactory.Terminal(nothing, nowhere, nowhere, Path.of("")));
    }
    Record none = offer.configType().getDeclaredConstructor().newInstance();
    try (FakeContext context = new FakeContext(Path.of("unused"))) {
      return offer.create(none, context);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatItThrowsIsCountedAndNamedAtIt(Kind kind) {
    Unit unit = loaded(kind, "throw new IllegalStateException(\"never\");");
    assertThatThrownBy(
            () -> unit.guard().callBounded("create", Duration.ofSeconds(10), () -> use(unit)))
        .isInstanceOf(BugException.class)
        .hasMessageContaining("never");
    assertThat(unit.health().failures()).isEqualTo(1);
    assertThat(unit.health().lastError()).contains("never");
    assertThat(unit.health().running()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCallThatDoesNotReturnIsLeftBehindAndNamed(Kind kind) {
    Unit unit =
        loaded(
            kind,
            "Object never = new Object(); synchronized (never) { while (true) {"
                + " try { never.wait(); } catch (InterruptedException e) { break; } } }"
                + " throw new IllegalStateException(\"gave up\");");
    assertThatThrownBy(() -> unit.guard().callBounded("create", LITTLE, () -> use(unit)))
        .isInstanceOf(BugException.class)
        .hasMessageContaining("create did not return");
    assertThat(unit.health().health()).isEqualTo(Plugins.Health.HANGING);
    assertThat(unit.health().failures()).isPositive();
  }
}
