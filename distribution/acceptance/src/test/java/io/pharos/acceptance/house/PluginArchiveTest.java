package io.pharos.acceptance.house;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What every built-in plugin ships: its own classes and libraries, and a whole descriptor. */
class PluginArchiveTest {
  private static final List<String> KEYS =
      List.of(
          "plugin.id",
          "plugin.version",
          "plugin.requires",
          "plugin.provider",
          "plugin.description",
          "pharos.extensions");

  private static final List<String> PROVIDED =
      List.of(
          "io/pharos/model/",
          "io/pharos/spi/",
          "io/pharos/toolkit/",
          "org/slf4j/",
          "jakarta/inject/",
          "org/jspecify/",
          "org/pf4j/");

  @Test
  void descriptorsAreWholeAndIdsAreUnique() throws IOException {
    Map<String, Path> byId = new HashMap<>();
    List<Path> modules = House.modules("plugins");
    assertThat(modules).isNotEmpty();
    for (Path module : modules) {
      Properties descriptor = descriptor(module);
      assertThat(descriptor.stringPropertyNames()).as(module.toString()).containsAll(KEYS);
      assertThat(descriptor.getProperty("plugin.id"))
          .as("id of %s", module)
          .isEqualTo(requireNonNull(module.getParent()).getFileName() + "-" + module.getFileName());
      assertThat(byId.put(descriptor.getProperty("plugin.id"), module)).isNull();
    }
  }

  @Test
  void nothingThatTheParentLoaderGivesIsBundled() throws IOException {
    List<String> bundled = new ArrayList<>();
    for (Path module : House.modules("plugins")) {
      String jars = Files.readString(module.resolve("target/plugin.classpath")).strip();
      for (String jar :
          jars.isEmpty() ? new String[0] : jars.split(java.io.File.pathSeparator, -1)) {
        try (JarFile file = new JarFile(jar)) {
          file.stream()
              .map(entry -> entry.getName())
              .filter(
                  name -> PROVIDED.stream().anyMatch(name::startsWith) && name.endsWith(".class"))
              .forEach(name -> bundled.add(module + ": " + name));
        }
      }
    }
    assertThat(bundled).isEmpty();
  }

  private static Properties descriptor(Path module) throws IOException {
    Properties descriptor = new Properties();
    try (BufferedReader reader =
        Files.newBufferedReader(module.resolve("target/classes/plugin.properties"))) {
      descriptor.load(reader);
    }
    return descriptor;
  }
}
