package io.pharos.acceptance.house;

import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the modules of the checkout and their built classes are. */
final class House {
  private House() {}

  /** The folder of the root pom. */
  static Path root() {
    return Path.of(requireNonNull(System.getProperty("pharos.root"), "run by Maven"));
  }

  /** Folders of all modules below one top-level folder. */
  static List<Path> modules(String top) {
    try (Stream<Path> found = Files.walk(root().resolve(top), 3)) {
      return found
          .filter(path -> path.getFileName().toString().equals("pom.xml"))
          .map(path -> requireNonNull(path.getParent()))
          .filter(path -> Files.isDirectory(path.resolve("target/classes")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Main classes of all modules below the given top-level folders. */
  static JavaClasses classes(String... tops) {
    return new ClassFileImporter()
        .importPaths(
            Stream.of(tops)
                .flatMap(top -> modules(top).stream())
                .map(module -> module.resolve("target/classes"))
                .toList());
  }
}
