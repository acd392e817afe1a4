package io.pharos.rule.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
  /** Recorded from the original. */
  @ParameterizedTest
  @CsvSource({
    "rules/rec-plain.yml, 894",
    "rules/rec-duplicates-later.yml, 310",
    "rules/rec-bool.yml, 648",
    "rules/rec-limit-per-rule.yml, 77",
    "rules/al-basic.yml, 581",
    "rules/reload-broken.yml, 339"
  })
  void groupsAreEvaluatedAtTheirOwnMomentOfTheSecond(String file, long millis) {
    assertThat(Slots.of(file, "g", 1000).after(5_000)).isEqualTo(5_000 + millis);
  }

  @Test
  void theNextSlotIsOneIntervalLater() {
    Slots slots = Slots.of("f", "g", 60_000);
    long first = slots.after(1_000_000_000L);
    assertThat(first).isBetween(1_000_000_001L, 1_000_060_000L);
    assertThat(slots.after(first)).isEqualTo(first + 60_000);
    assertThat(slots.after(first - 1)).isEqualTo(first);
  }
}
