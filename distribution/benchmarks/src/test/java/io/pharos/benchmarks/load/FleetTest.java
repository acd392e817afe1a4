package io.pharos.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final long NOON = 1_772_798_400_000L;
  private static final FleetSize SIZE = new FleetSize(3, 500, 2, 0.2, 60);

  @Test
  void showsTheSameAtTheSameTime() {
    assertThat(new Target(SIZE, 1).text(NOON)).isEqualTo(new Target(SIZE, 1).text(NOON));
    assertThat(new Target(SIZE, 1).text(NOON)).isNotEqualTo(new Target(SIZE, 2).text(NOON));
  }

  @Test
  void hasAsManySeriesAsAskedForEachOnce() {
    Target target = new Target(SIZE, 0);
    Set<String> names = new HashSet<>();
    for (String line : lines(target)) {
      names.add(line.substring(0, line.lastIndexOf(' ')));
    }
    assertThat(names).hasSize(500);
    assertThat(lines(target)).hasSize(500);
  }

  @Test
  void countersNeverFall() {
    Target target = new Target(SIZE, 2);
    for (int i = 0; i < target.seriesCount(); i++) {
      if (target.name(i).endsWith("_bytes_total") || target.name(i).endsWith("_bucket")) {
        double before = 0;
        for (int second = 0; second < 1200; second++) {
          double now = target.value(i, NOON + second * 1000L);
          assertThat(now).as(target.name(i)).isGreaterThanOrEqualTo(before);
          before = now;
        }
      }
    }
  }

  @Test
  void aShareOfTheSeriesIsReplacedAsTimeGoesOn() {
    Target target = new Target(SIZE, 1);
    int moved = 0;
    for (int i = 0; i < target.seriesCount(); i++) {
      if (!target.labels(i, NOON).equals(target.labels(i, NOON + 60_000))) {
        moved++;
      }
    }
    assertThat(moved).isBetween(50, 150);
  }

  @Test
  void labelsAreInOrder() {
    Target target = new Target(SIZE, 1);
    for (int i = 0; i < target.seriesCount(); i++) {
      List<String> labels = target.labels(i, NOON);
      for (int l = 2; l < labels.size(); l += 2) {
        assertThat(labels.get(l - 2)).isLessThan(labels.get(l));
      }
    }
  }

  private static List<String> lines(Target target) {
    return new String(target.text(NOON), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }
}
