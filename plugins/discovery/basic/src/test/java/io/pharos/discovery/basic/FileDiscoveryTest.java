package io.pharos.discovery.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.error.ConfigException;
import io.pharos.testkit.discovery.CollectingSink;
import io.pharos.testkit.discovery.DiscoveryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileDiscoveryTest extends DiscoveryContract<FileConfig> {
  @Override
  protected DiscoveryFactory<FileConfig> factory() {
    return new FileDiscoveryFactory();
  }

  @Override
  protected FileConfig config() throws IOException {
    write("t.json", "[{\"targets\": [\"a:1\", \"b:2\"], \"labels\": {\"env\": \"x\"}}]");
    return new FileConfig(List.of(folder + "/*.json"), Duration.ofSeconds(1));
  }

  @Test
  void followsFilesAsTheyChange() throws IOException {
    CollectingSink sink = new CollectingSink();
    try (Discoverer discoverer = factory().create(config(), context())) {
      discoverer.start(sink);
      context().time().advance(Duration.ofSeconds(2));
      assertThat(sink.targets())
          .contains(
              Labels.of("__address__", "a:1", "env", "x", "__meta_filepath", folder + "/t.json"));

      write("t.json", "[{\"targets\": [\"c:3\"]}]");
      write("u.json", "[{\"targets\": [\"d:4\"]}]");
      context().time().advance(Duration.ofSeconds(2));
      assertThat(sink.targets())
          .extracting(labels -> labels.get("__address__"))
          .containsExactlyInAnyOrder("c:3", "d:4");

      write("t.json", "[{\"targets\": [");
      context().time().advance(Duration.ofSeconds(2));
      assertThat(sink.targets()).as("a broken file keeps its targets").hasSize(2);

      Files.delete(folder.resolve("u.json"));
      write("t.json", "null");
      context().time().advance(Duration.ofSeconds(2));
      assertThat(sink.targets()).isEmpty();
    }
  }

  @Test
  void readsNumbersOfYamlAsText() {
    assertThat(GroupReader.yaml("- targets: ['a:1']\n  labels:\n    num: 010\n    half: 0.50\n"))
        .containsExactly(
            new GroupReader.Group(
                List.of(Labels.of("__address__", "a:1")), Labels.of("num", "010", "half", "0.50")));
  }

  @Test
  void refusesWhatIsNoGroup() {
    for (String text :
        List.of(
            "[null]",
            "{}",
            "[{\"targets\": [1]}]",
            "[{\"foo\": 1}]",
            "[] x",
            "[{\"labels\": {\"a\": 1}}]")) {
      assertThatThrownBy(
              () -> GroupReader.json(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void refusesNamesThatAreNotForFileDiscovery() {
    for (String name : List.of("a.txt", "*/a.json", "a/**.json", "a*b*.json")) {
      assertThatThrownBy(() -> new FileConfig(List.of(name), Duration.ofMinutes(5)))
          .as(name)
          .isInstanceOf(ConfigException.class);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
  }
}
