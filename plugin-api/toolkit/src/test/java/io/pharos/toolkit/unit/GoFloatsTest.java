package io.pharos.toolkit.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFloatsTest {
  @ParameterizedTest
  @CsvSource({
    "0, g, -1, 0",
    "-0.0, g, -1, -0",
    "1e20, g, -1, 1e+20",
    "123456789, g, -1, 1.23456789e+08",
    "100000, g, -1, 100000",
    "0.00001, g, -1, 1e-05",
    "4.9e-324, g, -1, 5e-324",
    "1234.5678, g, 4, 1235",
    "999.95, g, 4, 1000",
    "2.5, f, 0, 2",
    "1e21, f, -1, 1000000000000000000000",
    "1.5, f, 3, 1.500",
    "1, e, -1, 1e+00",
    "1234.5678, e, 3, 1.235e+03",
    "0, e, -1, 0e+00",
    "1, x, -1, 0x1p+00",
    "3.14159, b, -1, 7074231776675438p-51"
  })
  void printsAsGoDoes(double value, char verb, int precision, String expected) {
    assertThat(GoFloats.format(value, verb, precision)).isEqualTo(expected);
  }
}
