package io.pharos.toolkit.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketBoundsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "0, 3, 8",
    "0, -2, 0.25",
    "-2, 1, 16",
    "1, 1, 1.414213562373095",
    "1, -1, 0.7071067811865475",
    "1, -3, 0.35355339059327373",
    "2, 3, 1.6817928305074288",
    "8, 0, 1",
    "0, 1024, 1.7976931348623157E308",
    "3, 8192, 1.7976931348623157E308",
  })
  void areThoseOfTheOriginal(int schema, int index, double bound) {
    assertThat(BucketBounds.upper(schema, index)).isEqualTo(bound);
  }

  @Test
  void growByTheBaseOfTheSchema() {
    for (int schema = -4; schema <= 8; schema++) {
      double base = Math.pow(2, Math.pow(2, -schema));
      for (int index = -50; index < 50; index++) {
        double ratio = BucketBounds.upper(schema, index + 1) / BucketBounds.upper(schema, index);
        assertThat(ratio).isCloseTo(base, within(base * 1e-14));
      }
    }
  }
}
