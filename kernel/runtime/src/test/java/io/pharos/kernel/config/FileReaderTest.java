package io.pharos.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.model.relabel.RelabelAction;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.Default;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Key;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileReaderTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  record Inner(@Default("1") int number, List<String> words) {}

  record Outer(
      String name,
      @Default("5m") Duration pause,
      @Default("0") ByteSize size,
      @Default("red") Colour colour,
      @Nullable Secret password,
      @Nullable Boolean maybe,
      Inner inner,
      Map<String, List<String>> params,
      Labels labels,
      List<RelabelRule> rules,
      @Default("") @RelativeToFile String file,
      @RelativeToFile List<String> files,
      @Key("") HttpClientConfig http,
      @OpenKeys("discovery") List<ExtensionConfig> discovery) {
    Outer {
      if (name.isEmpty()) {
        throw new ConfigException("name is empty");
      }
    }
  }

  record Found(List<String> targets) {}

  record Renewed(List<String> targets, @Default("7") int depth) {}

  private static final FileReader READER = new FileReader(Words::new);

  private static Outer read(String text) {
    return READER.parse("test.yml", Path.of("/etc/x"), text, Outer.class);
  }

  private static void refuses(String text, String... lines) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(String.join("\n", lines));
  }

  @Test
  void fillsInDefaults() {
    Outer read = read("name: a");
    assertThat(read.pause()).hasMinutes(5);
    assertThat(read.colour()).isEqualTo(Colour.RED);
    assertThat(read.password()).isNull();
    assertThat(read.maybe()).isNull();
    assertThat(read.inner()).isEqualTo(new Inner(1, List.of()));
    assertThat(read.http()).isEqualTo(HttpClientConfig.plain());
    assertThat(read.labels().equals(Labels.empty())).isTrue();
    assertThat(read.discovery()).isEmpty();
  }

  @Test
  void bindsEveryType() {
    Outer read =
        read(
            """
            name: b
            pause: 1h30m
            size: 2MB
            colour: dark_blue
            password: s3cret
            maybe: no
            inner: {number: 0x10, words: [x, 7]}
            params: {m: [a, b]}
            labels: {z: "1", a: 2}
            rules:
              - {source_labels: [a], target_label: b, action: Replace}
            file: certs/ca.pem
            files: [/abs, rel]
            basic_auth: {username: u, password: p}
            lamp_sd_configs:
              - targets: [h:1]
              - targets: []
            """);
    assertThat(read.pause()).hasMinutes(90);
    assertThat(read.size()).isEqualTo(new ByteSize(2 << 20));
    assertThat(read.colour()).isEqualTo(Colour.DARK_BLUE);
    assertThat(read.password()).isEqualTo(new Secret("s3cret"));
    assertThat(read.maybe()).isFalse();
    assertThat(read.inner()).isEqualTo(new Inner(16, List.of("x", "7")));
    assertThat(read.params()).containsEntry("m", List.of("a", "b"));
    assertThat(read.labels().equals(Labels.of("a", "2", "z", "1"))).isTrue();
    assertThat(read.rules())
        .containsExactly(
            new RelabelRule(List.of("a"), ";", "(.*)", 0, "b", "$1", RelabelAction.REPLACE));
    assertThat(read.file()).isEqualTo("/etc/x/certs/ca.pem");
    assertThat(read.files()).containsExactly("/abs", "/etc/x/rel");
    assertThat(read.http().basicAuth())
        .isEqualTo(new HttpClientConfig.BasicAuth("u", "", new Secret("p"), ""));
    assertThat(read.discovery())
        .containsExactly(
            new ExtensionConfig("discovery", "lamp", new Found(List.of("h:1"))),
            new ExtensionConfig("discovery", "lamp", new Found(List.of())));
  }

  @Test
  void reportsAllErrorsAtOnceWithLineAndPath() {
    refuses(
        """
        name: a
        pause: soon
        inner:
          nmber: 3
        labels: [x]
        """,
        "test.yml:2: pause: not a valid duration string: \"soon\"",
        "test.yml:4: inner.nmber: unknown key 'nmber'; did you mean 'number'?",
        "test.yml:5: labels: expected a mapping");
  }

  @Test
  void refusesRepeatedKeysAndNullItems() {
    refuses(
        """
        name: a
        name: b
        """,
        "test.yml:2: key 'name' stands twice in this mapping");
    refuses(
        """
        name: a
        rules:
          -
        """,
        "test.yml:3: rules[0]: empty or null item in a list");
  }

  @Test
  void tellsWhatTheRecordItselfRefuses() {
    refuses("name: ''", "test.yml:1: name is empty");
    refuses("pause: 1s", "test.yml:1: name: must be stated");
    refuses(
        """
        name: a
        basic_auth: {password: x, password_file: y}
        """,
        "test.yml:2: basic_auth: at most one of basic_auth password & password_file must be configured");
  }

  @Test
  void warnsOfKnownExtensionsAndRefusesUnknownOnes() {
    assertThat(read("name: a\nconsul_sd_configs: [{server: x}]\n").discovery()).isEmpty();
    assertThatThrownBy(() -> read("name: a\nlmp_sd_configs: []\n"))
        .hasMessageContaining(
            "test.yml:2: lmp_sd_configs: unknown key 'lmp_sd_configs'; did you mean 'lamp_sd_configs'?");
  }

  @Test
  void bindsSettingsAgainForAnotherVersionOfTheirPlugin() {
    ExtensionConfig old =
        read("name: a\nlamp_sd_configs: [{targets: [h:1]}]").discovery().getFirst();

    ExtensionConfig again = READER.rebind(old, Renewed.class);

    assertThat(again)
        .isEqualTo(new ExtensionConfig("discovery", "lamp", new Renewed(List.of("h:1"), 7)));
    assertThat(READER.rebind(new ExtensionConfig("discovery", "lamp", old.config()), Renewed.class))
        .as("equal settings are found, whoever made them")
        .isNotNull();
    assertThat(
            READER.rebind(new ExtensionConfig("discovery", "torch", old.config()), Renewed.class))
        .isNull();
  }

  @Test
  void resolvesAnchorsAndMergeKeys() {
    Outer read =
        read(
            """
            name: a
            params: &p {x: [y]}
            inner: {<<: {number: 4, words: [q]}, words: [r]}
            """);
    assertThat(read.inner()).isEqualTo(new Inner(4, List.of("r")));
  }

  @Test
  void saysWhereYamlIsBroken() {
    assertThatThrownBy(() -> read("name: [a\nb: c"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yml:2: not YAML: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{action: hashmod, target_label: x} | relabel configuration for hashmod requires non-zero modulus",
        "{action: replace} | relabel configuration for replace action requires 'target_label' value",
        "{action: uppercase, target_label: x, replacement: y} | 'replacement' can not be set for uppercase action",
        "{action: labeldrop, target_label: x} | labeldrop action requires only 'regex', and no other fields",
        "{action: keepequal, target_label: x, regex: y} | keepequal action requires only 'source_labels' and 'target_label', and no other fields",
        "{action: nope, target_label: x} | unknown relabel action \"nope\"",
      })
  void refusesBadRelabelRules(String rule, String message) {
    refuses("name: a\nrules: [" + rule + "]\n", "test.yml:2: rules[0]: " + message);
  }

  @Test
  void refusesBadRegexes() {
    assertThatThrownBy(() -> read("name: a\nrules: [{regex: 'a(', target_label: x}]"))
        .hasMessageStartingWith("test.yml:2: rules[0]: error parsing regexp: ");
  }

  /** One discovery, {@code lamp}. */
  private static final class Words implements Extensions {
    @Override
    public Answer byKey(String kind, String key) {
      if (key.equals("lamp_sd_configs")) {
        return new Answer.Found("lamp", Found.class);
      }
      String known = KeyCatalogue.extension(kind, key);
      return known == null ? new Answer.Unknown() : new Answer.Missing(known, false);
    }

    @Override
    public Answer byType(String kind, String type) {
      return new Answer.Unknown();
    }

    @Override
    public Collection<String> offered(String kind) {
      return List.of("lamp_sd_configs");
    }
  }
}
