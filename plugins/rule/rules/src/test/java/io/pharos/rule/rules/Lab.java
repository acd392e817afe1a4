package io.pharos.rule.rules;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.rule.rules.relay.AlertingConfig;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.BugException;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Lease;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A part on fakes: groups are given as records, and time is moved by hand. */
final class Lab implements AutoCloseable {
  static final double NONE = Double.NaN;
  static final Labels A = Labels.of("__name__", "x", "a", "1");

  final ScriptedEngine engine = new ScriptedEngine();
  final RecordingStorage storage = new RecordingStorage();
  final FakeContext context;
  final List<Alert> sent = new ArrayList<>();
  AlertingConfig alerting = new AlertingConfig(List.of(), List.of());
  private final Path folder;
  private final Map<Path, RuleFile> files = new LinkedHashMap<>();
  private @Nullable RulesPart part;

  Lab(Path folder) {
    this.folder = folder;
    context = new FakeContext(folder);
  }

  /** The start of virtual time, a whole second before every slot of it. */
  long start() {
    return FakeContext.START;
  }

  /** Puts a rule file in place. */
  Lab file(String name, RuleFile.Group... groups) {
    Path file = folder.resolve(name);
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.put(file, new RuleFile(List.of(groups)));
    return this;
  }

  Lab remove(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  static RuleFile.Group group(RuleFile.Entry... rules) {
    return new RuleFile.Group("g", Duration.ofSeconds(1), null, 0, Map.of(), List.of(rules));
  }

  static RuleFile.Group limited(long limit, RuleFile.Entry... rules) {
    return new RuleFile.Group("g", Duration.ofSeconds(1), null, limit, Map.of(), List.of(rules));
  }

  static RuleFile.Entry record(String name, String expression) {
    return new RuleFile.Entry(
        name, "", expression, Duration.ZERO, Duration.ZERO, Map.of(), Map.of());
  }

  static RuleFile.Entry alert(String name, String expression, long hold, long keep) {
    return alert(name, expression, hold, keep, Map.of(), Map.of());
  }

  static RuleFile.Entry alert(
      String name,
      String expression,
      long hold,
      long keep,
      Map<String, String> labels,
      Map<String, String> annotations) {
    return new RuleFile.Entry(
        "",
        name,
        expression,
        Duration.ofSeconds(hold),
        Duration.ofSeconds(keep),
        labels,
        annotations);
  }

  private RulesConfig config() {
    GlobalConfig global =
        new GlobalConfig(
            Duration.ofMinutes(1),
            null,
            List.of(),
            Duration.ofSeconds(1),
            Duration.ZERO,
            "",
            "",
            Labels.of("cluster", "c1"),
            new io.pharos.spi.config.ByteSize(0),
            0,
            0,
            0,
            0,
            0,
            0,
            "utf8",
            "",
            false,
            false,
            false,
            null);
    return new RulesConfig(
        List.of(folder.resolve("*.yml").toString()),
        alerting,
        global,
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        4,
        4,
        2,
        false);
  }

  /** Starts the part, and goes to the moment before the first slot. */
  Lab start(long seconds) {
    AlertSink sink = sent::addAll;
    part =
        new RulesPart(
            config(),
            context,
            new RulesServices(
                new FixedServiceRef<>(engine),
                new FixedServiceRef<>(storage),
                new FixedServiceRef<>(sink),
                new Given(),
                new StaticTargets()));
    part.start();
    return run(seconds);
  }

  Lab run(long seconds) {
    context.time().advance(Duration.ofSeconds(seconds));
    return this;
  }

  RulesPart part() {
    if (part == null) {
      throw new AssertionError("not started");
    }
    return part;
  }

  Lab reload() {
    part().apply(config());
    return this;
  }

  List<Route> routes() {
    return part().routes();
  }

  @Override
  public void close() {
    part().close();
    context.close();
  }

  /** The settings of a discovery that always finds the same. */
  record Found(List<Labels> targets) {}

  private static final class StaticTargets implements Instances<Discoverer> {
    @Override
    public Handle<Discoverer> open(ExtensionConfig config, Consumer<Discoverer> onNew) {
      List<Labels> targets = ((Found) config.config()).targets();
      onNew.accept(
          new Discoverer() {
            @Override
            public void start(Sink sink) {
              sink.publish(List.of(new TargetGroup("0", targets, Labels.empty())));
            }

            @Override
            public void close() {}
          });
      return new Handle<>() {
        @Override
        public Lease<Discoverer> acquire() {
          throw new AssertionError("discoverers are not called");
        }

        @Override
        public void close() {}
      };
    }
  }

  private final class Given implements ConfigReader {
    @Override
    public <C extends Record> C read(Path file, Class<C> type) {
      return type.cast(java.util.Objects.requireNonNull(files.get(file)));
    }

    @Override
    public <C extends Record> C parse(String name, Path base, String text, Class<C> type) {
      throw new BugException("rule files are read from disk");
    }
  }
}
