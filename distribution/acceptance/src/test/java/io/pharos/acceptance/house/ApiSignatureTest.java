package io.pharos.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the public signatures of model and SPI with those that are committed in {@code
 * docs/api}, so that a change of the contract is seen as one. {@code -Dpharos.api.update=true}
 * writes them anew.
 */
class ApiSignatureTest {
  private static final JavaClasses API = House.classes("plugin-api");
  private static final Pattern LAMBDA =
      Pattern.compile(".*(lambda\\$|\\$VALUES|\\$values|\\.\\$).*");

  @ParameterizedTest
  @ValueSource(strings = {"model", "spi"})
  void signaturesAreThoseThatAreCommitted(String module) throws IOException {
    Path file = House.root().resolve("docs/api/" + module + ".txt");
    String found = dump("io.pharos." + module);
    if (Boolean.getBoolean("pharos.api.update")) {
      Files.writeString(file, found);
    }

    assertThat(found)
        .as("%s; if the change is meant, run again with -Dpharos.api.update=true", file)
        .isEqualTo(Files.readString(file));
  }

  private static String dump(String root) {
    Set<String> lines = new TreeSet<>();
    for (JavaClass type : API) {
      if (type.getPackageName().startsWith(root)
          && isOpen(type.getModifiers())
          && !type.getSimpleName().equals("package-info")
          && !type.isAnonymousClass()) {
        lines.add(type.getName() + " " + kind(type) + supertypes(type));
        type.getMembers().forEach(member -> describe(type, member, lines));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void describe(JavaClass type, JavaMember member, Set<String> lines) {
    String name = member.getFullName();
    if (isOpen(member.getModifiers()) && !LAMBDA.matcher(name).matches()) {
      String modifiers = member.getModifiers().contains(JavaModifier.STATIC) ? " static" : "";
      lines.add(
          type.getName()
              + " ."
              + name.substring(type.getName().length() + 1)
              + modifiers
              + (member instanceof com.tngtech.archunit.core.domain.JavaCodeUnit unit
                  ? " -> " + unit.getReturnType().getName()
                  : ""));
    }
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static String kind(JavaClass type) {
    if (type.isAnnotation()) {
      return "annotation";
    }
    if (type.isRecord()) {
      return "record";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isInterface() ? "interface" : "class";
  }

  private static String supertypes(JavaClass type) {
    TreeSet<String> names = new TreeSet<>();
    type.getRawInterfaces().forEach(each -> names.add(each.getName()));
    type.getRawSuperclass().ifPresent(each -> names.add(each.getName()));
    names.remove("java.lang.Object");
    names.remove("java.lang.Record");
    return names.isEmpty() ? "" : " : " + String.join(", ", names);
  }
}
