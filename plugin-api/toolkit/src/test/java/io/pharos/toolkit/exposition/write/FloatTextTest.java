package io.pharos.toolkit.exposition.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloatTextTest {
  @Test
  void showsWholeNumbersPlainlyBelowOneMillion() {
    assertThat(FloatText.of(0)).isEqualTo("0");
    assertThat(FloatText.of(-0.0)).isEqualTo("0");
    assertThat(FloatText.of(-17)).isEqualTo("-17");
    assertThat(FloatText.of(100)).isEqualTo("100");
    assertThat(FloatText.of(999_999)).isEqualTo("999999");
  }

  @Test
  void showsAnExponentFromOneMillionOn() {
    assertThat(FloatText.of(1_000_000)).isEqualTo("1e+06");
    assertThat(FloatText.of(-1_234_500)).isEqualTo("-1.2345e+06");
    assertThat(FloatText.of(1_234_567.5)).isEqualTo("1.2345675e+06");
    assertThat(FloatText.of(9_007_199_254_740_991.0)).isEqualTo("9.007199254740991e+15");
    assertThat(FloatText.of(1.8446744073709552e19)).isEqualTo("1.8446744073709552e+19");
    assertThat(FloatText.of(Double.MAX_VALUE)).isEqualTo("1.7976931348623157e+308");
  }

  @Test
  void showsFractionsPlainlyFromATenThousandthOn() {
    assertThat(FloatText.of(0.1)).isEqualTo("0.1");
    assertThat(FloatText.of(0.0001)).isEqualTo("0.0001");
    assertThat(FloatText.of(0.00012345)).isEqualTo("0.00012345");
    assertThat(FloatText.of(0.00001)).isEqualTo("1e-05");
    assertThat(FloatText.of(-123.456)).isEqualTo("-123.456");
    assertThat(FloatText.of(999_999.9)).isEqualTo("999999.9");
  }

  @Test
  void showsTheLeastNumbersWithOneDigit() {
    assertThat(FloatText.of(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(FloatText.of(2 * Double.MIN_VALUE)).isEqualTo("1e-323");
    assertThat(FloatText.of(3 * Double.MIN_VALUE)).isEqualTo("1.5e-323");
    assertThat(FloatText.of(10 * Double.MIN_VALUE)).isEqualTo("5e-323");
  }

  @Test
  void showsWhatIsNoNumber() {
    assertThat(FloatText.of(Double.NaN)).isEqualTo("NaN");
    assertThat(FloatText.of(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(FloatText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
  }

  @Test
  void readsBackAsTheSameNumber() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(FloatText.of(value))).isEqualTo(value);
      }
      double whole = random.nextLong(1L << 54);
      assertThat(Double.parseDouble(FloatText.of(whole))).isEqualTo(whole);
    }
  }
}
