package io.pharos.acceptance.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import io.pharos.model.sample.Metadata;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.Experimental;
import io.pharos.spi.Stable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES = House.classes("plugin-api", "kernel", "plugins");

  @Test
  void allOfTheHouseIsSeen() {
    assertThat(CLASSES.size()).isGreaterThan(200);
  }

  @Test
  void modelKnowsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.pharos.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "io.pharos.model..", "org.jspecify..", "com.google.errorprone.annotations..")
        .check(CLASSES);
  }

  @Test
  void spiShowsNoForeignTypes() {
    classes()
        .that()
        .resideInAPackage("io.pharos.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.pharos.model..",
            "io.pharos.spi..",
            "org.jspecify..",
            "org.pf4j..",
            "com.google.errorprone.annotations..")
        .check(CLASSES);
  }

  @Test
  void toolkitKnowsNeitherKernelNorPlugins() {
    classes()
        .that()
        .resideInAPackage("io.pharos.toolkit..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("io.pharos.."))
                .or(resideInAPackage("io.pharos.model.."))
                .or(resideInAPackage("io.pharos.spi.."))
                .or(resideInAPackage("io.pharos.toolkit..")))
        .check(CLASSES);
  }

  @Test
  void pluginsSeeNothingOfTheKernel() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.pharos.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.pharos.kernel..")
        .check(CLASSES);
  }

  @Test
  void pluginsSeeNothingOfOtherPlugins() {
    slices()
        .matching(
            "io.pharos.(storage|query|ingest|discovery|rule|alert|notify|forward|web|exporter|command).(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  /** Its own metrics have types and help texts, as those of a bakery would. */
  @Test
  void theKernelKnowsNoTimeSeries() {
    noClasses()
        .that()
        .resideInAPackage("io.pharos.kernel..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.pharos.toolkit.exposition..")
                .or(
                    resideInAPackage("io.pharos.model.sample..")
                        .and(not(assignableTo(MetricType.class)))
                        .and(not(assignableTo(Metadata.class)))))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.pharos.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPublicTypeOfTheSpiHasAStatus() {
    classes()
        .that()
        .resideInAPackage("io.pharos.spi..")
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and(not(annotatedWith(Experimental.class)))
        .should()
        .beAnnotatedWith(Stable.class)
        .orShould()
        .haveNameMatching(".*\\.(Experimental|Stable|package-info)")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatIsSpecial() {
    noClasses()
        .should()
        .haveNameMatching(
            ".*\\.([A-Za-z0-9]*(Impl|Utils?|Helper)|(Default|Abstract|Base|Tag|DataPoint|TimeSeries|Memtable)[A-Z][A-Za-z0-9]*)")
        .check(CLASSES);
  }

  @Test
  void nothingStaticChanges() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("io.pharos..")
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked = new ArrayList<>();
    for (JavaPackage here : CLASSES.getDefaultPackage().getSubpackagesInTree()) {
      boolean ours = here.getName().startsWith("io.pharos.");
      if (ours && !here.getClasses().isEmpty() && !here.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(here.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }
}
