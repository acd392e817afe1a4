package io.pharos.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.pharos.kernel.plugin.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every extension point has its five companions: a contract, a fake, a page, an implementation that
 * is built in or a stranger's, and a test of what happens when it throws or hangs.
 */
class CompanionsTest {
  private static final JavaClasses CLASSES = House.classes("plugin-api", "plugins");
  private static final String POINT = "org.pf4j.ExtensionPoint";

  /** The factory interfaces of the SPI, by the word of their kind. */
  private static List<JavaClass> points() {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().startsWith("io.pharos.spi."))
        .filter(type -> type.isInterface() && type.isAssignableTo(POINT))
        .toList();
  }

  private static JavaClass point(Kind kind) {
    return points().stream()
        .filter(type -> type.getPackageName().equals("io.pharos.spi." + kind.word()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no extension point of kind " + kind.word()));
  }

  private static String title(Kind kind) {
    return kind.name().charAt(0) + kind.word().substring(1).toLowerCase(Locale.ROOT);
  }

  /** Kinds are what the SPI has, and the negative test runs through all kinds. */
  @Test
  void kindsAreTheExtensionPoints() {
    Set<String> words =
        points().stream()
            .map(type -> type.getPackageName().substring("io.pharos.spi.".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(words)
        .containsExactlyInAnyOrderElementsOf(Stream.of(Kind.values()).map(Kind::word).toList());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hasAContractInTheTestKit(Kind kind) {
    assertThat(CLASSES.contain(kit(kind, title(kind) + "Contract"))).isTrue();
    assertThat(CLASSES.get(kit(kind, title(kind) + "Contract")).getModifiers())
        .contains(JavaModifier.ABSTRACT, JavaModifier.PUBLIC);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hasAFakeInTheTestKit(Kind kind) {
    assertThat(
            CLASSES.contain(kit(kind, "Fake" + title(kind)))
                || CLASSES.contain(kit(kind, "Memory" + title(kind))))
        .isTrue();
  }

  private static String kit(Kind kind, String name) {
    return "io.pharos.testkit." + kind.word() + "." + name;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hasAPage(Kind kind) throws IOException {
    Path page = House.root().resolve("docs/plugins/" + kind.word() + ".md");
    assertThat(page).isRegularFile();
    assertThat(Files.readString(page))
        .contains(point(kind).getSimpleName())
        .contains("## Calls")
        .contains("## Example");
    assertThat(Files.readString(House.root().resolve("docs/plugins/README.md")))
        .contains("(" + kind.word() + ".md)");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hasAnImplementation(Kind kind) throws IOException {
    boolean builtIn = !factories(kind).isEmpty();
    boolean strangers = false;
    Path resources = House.root().resolve("distribution/acceptance/src/test/resources/stranger");
    try (Stream<Path> files = Files.walk(resources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        strangers |= Files.readString(file).contains("implements " + point(kind).getSimpleName());
      }
    }
    assertThat(builtIn || strangers).isTrue();
  }

  private static List<JavaClass> factories(Kind kind) {
    return CLASSES.stream()
        .filter(type -> !type.isInterface())
        .filter(type -> !type.getPackageName().startsWith("io.pharos.testkit"))
        .filter(type -> type.isAssignableTo(point(kind).getName()))
        .toList();
  }

  /** Every built-in factory has a test that extends the contract of its kind. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyBuiltInOneIsHeldToTheContract(Kind kind) throws IOException {
    List<String> missing = new ArrayList<>();
    for (JavaClass factory : factories(kind)) {
      if (!isTested(factory, "extends " + title(kind) + "Contract")) {
        missing.add(factory.getName());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isTested(JavaClass factory, String contract) throws IOException {
    String folder = "src/test/java/" + factory.getPackageName().replace('.', '/');
    for (Path module : House.modules("plugins")) {
      Path tests = module.resolve(folder);
      if (!Files.isDirectory(tests)) {
        continue;
      }
      try (Stream<Path> files = Files.list(tests)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String text = Files.readString(file).replaceAll("\\s+", " ");
          if (text.contains(contract) && mentions(text, factory)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** By its name, or for storages by what it makes. */
  private static boolean mentions(String test, JavaClass factory) {
    String made = factory.getSimpleName().replace("Factory", "");
    return test.contains(factory.getSimpleName()) || test.contains("new " + made + "(");
  }

  @Test
  void thrownAndHangingCallsAreTestedForEveryKind() throws IOException {
    Path test =
        House.root()
            .resolve("kernel/runtime/src/test/java/io/pharos/kernel/lifecycle")
            .resolve("HostileKindsTest.java");
    String text = Files.readString(test);
    assertThat(text).contains("@EnumSource(Kind.class)");
    for (Kind kind : Kind.values()) {
      assertThat(text).contains("case " + kind.name() + " -> new Shape(");
    }
  }
}
