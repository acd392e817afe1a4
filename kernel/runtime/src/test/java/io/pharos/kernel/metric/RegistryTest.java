package io.pharos.kernel.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.error.BugException;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.testkit.runtime.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final ManualTime time = new ManualTime(0);
  private final Registry registry = new Registry(time);
  private final Registry.View view = registry.view("a", "server");

  private MetricFamily only() {
    List<MetricFamily> families = registry.read("server");
    assertThat(families).hasSize(1);
    return families.getFirst();
  }

  @Test
  void readsCountersAndGaugesWithTheirLabels() {
    MetricRegistry.Family<MetricRegistry.Counter> family =
        view.counter("x_total", "Help.", "b", "a");
    family.with("2", "1").add(3);
    family.with("1", "1").inc();
    assertThat(only().samples())
        .containsExactly(
            new MetricSample("", List.of("b", "1", "a", "1"), 1),
            new MetricSample("", List.of("b", "2", "a", "1"), 3));
  }

  @Test
  void cumulatesBuckets() {
    MetricRegistry.Observer observer = view.histogram("h", "Help.", new double[] {0.5, 1}).with();
    observer.observe(0.1);
    observer.observe(1);
    observer.observe(7);
    assertThat(only().samples())
        .containsExactly(
            new MetricSample("_bucket", List.of("le", "0.5"), 1),
            new MetricSample("_bucket", List.of("le", "1"), 2),
            new MetricSample("_bucket", List.of("le", "+Inf"), 3),
            new MetricSample("_sum", List.of(), 8.1),
            new MetricSample("_count", List.of(), 3));
  }

  @Test
  void forgetsQuantilesAfterTenMinutesAndKeepsTheSum() {
    MetricRegistry.Observer observer = view.summary("s", "Help.", new double[] {0.5}).with();
    for (int i = 1; i <= 9; i++) {
      observer.observe(i);
    }
    assertThat(only().samples().getFirst())
        .isEqualTo(new MetricSample("", List.of("quantile", "0.5"), 5));
    time.advance(Duration.ofMinutes(13));
    List<MetricSample> later = only().samples();
    assertThat(later.getFirst().value()).isNaN();
    assertThat(later.get(1).value()).isEqualTo(45);
    assertThat(later.get(2).value()).isEqualTo(9);
  }

  @Test
  void givesTheSameFamilyAgainAndRefusesAnotherType() {
    view.counter("x_total", "Help.").with().inc();
    view.forInstance().counter("x_total", "Help.").with().inc();
    assertThat(only().samples().getFirst().value()).isEqualTo(2);
    assertThatThrownBy(() -> view.gauge("x_total", "Help.")).isInstanceOf(BugException.class);
    assertThatThrownBy(() -> view.counter("x_total", "Help.", "l"))
        .isInstanceOf(BugException.class);
  }

  @Test
  void dropsFunctionsWithTheirInstanceAndFamiliesWithTheirOwner() {
    Registry.View instance = view.forInstance();
    instance.gauge("g", "Help.", "l").read(() -> 7, "x");
    assertThat(only().samples()).hasSize(1);
    instance.closeInstance();
    assertThat(only().samples()).isEmpty();
    view.close();
    assertThat(registry.read("server")).isEmpty();
  }

  @Test
  void showsASiteItsOwnFamiliesAndThoseOfTheProcess() {
    view.counter("x_total", "Help.");
    registry.view("b", "push").counter("y_total", "Help.");
    registry.processView().counter("z_total", "Help.");
    assertThat(registry.read("push"))
        .extracting(MetricFamily::name)
        .containsExactly("y_total", "z_total");
  }
}
