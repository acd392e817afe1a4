package io.pharos.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.spi.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static final Map<String, FlagSpec> SPECS =
      Map.of(
          "log.level", new FlagSpec("log.level", FlagSpec.Type.STRING, false, "info", "", "x"),
          "quick", new FlagSpec("quick", FlagSpec.Type.BOOL, false, "true", "", "x"),
          "wait", new FlagSpec("wait", FlagSpec.Type.DURATION, false, "5s", "", "x"),
          "many", new FlagSpec("many", FlagSpec.Type.STRING, true, "a", "", "x"));

  private static Flags parse(String... arguments) {
    return Flags.parse(List.of(arguments), SPECS);
  }

  @Test
  void readsAllFormsOfAFlag() {
    Flags flags =
        parse("--log.level=warn", "--wait", "1m30s", "--no-quick", "--many=x", "--many", "y");
    assertThat(flags.text("log.level")).isEqualTo("warn");
    assertThat(flags.duration("wait")).hasSeconds(90);
    assertThat(flags.isOn("quick")).isFalse();
    assertThat(flags.all("many")).containsExactly("x", "y");
  }

  @Test
  void answersDefaultsForWhatIsNotGiven() {
    Flags flags = parse();
    assertThat(flags.text("log.level")).isEqualTo("info");
    assertThat(flags.isOn("quick")).isTrue();
    assertThat(flags.all("many")).containsExactly("a");
    assertThat(flags.isGiven("quick")).isFalse();
    assertThat(flags.text("other")).isEmpty();
  }

  @Test
  void refusesUnknownFlagsWithTheNearestOne() {
    assertThatThrownBy(() -> parse("--log.levle=info"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("unknown long flag '--log.levle'; did you mean 'log.level'?, try --help");
  }

  @Test
  void refusesWhatCannotBeRead() {
    assertThatThrownBy(() -> parse("--wait=soon"))
        .hasMessage("bad value of flag --wait: not a valid duration string: \"soon\"");
    assertThatThrownBy(() -> parse("--wait"))
        .hasMessageContaining("expected argument for flag '--wait'");
    assertThatThrownBy(() -> parse("--quick", "--quick"))
        .hasMessageContaining("cannot be repeated");
    assertThatThrownBy(() -> parse("stray")).hasMessageContaining("unexpected argument 'stray'");
    assertThatThrownBy(() -> parse("--no-wait"))
        .hasMessageContaining("unknown long flag '--no-wait'");
  }

  @Test
  void acceptsFlagsOfTheOriginalWithAWarningUnlessTheyProtect() {
    Flags flags = parse("--rules.max-concurrent-evals=3", "--no-auto-gomaxprocs");
    assertThat(flags.warnings())
        .containsExactly(
            "flag is known, but no loaded plugin implements it [flag=--rules.max-concurrent-evals]",
            "flag is known, but no loaded plugin implements it [flag=--no-auto-gomaxprocs]");
    assertThatThrownBy(() -> parse("--query.timeout=1m"))
        .hasMessage("flag --query.timeout protects the server, but no loaded plugin implements it");
  }

  @Test
  void showsEveryFlagOfTheOriginalAndOthersOnlyWhenGiven() {
    Map<String, String> shown = parse("--many=x").shown();
    assertThat(shown)
        .containsEntry("query.timeout", "2m")
        .containsEntry("log.level", "info")
        .containsEntry("many", "x")
        .doesNotContainKey("quick");
  }
}
