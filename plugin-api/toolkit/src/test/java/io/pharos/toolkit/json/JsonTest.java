package io.pharos.toolkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void readsWhatItWrites() {
    Map<String, Object> value = Map.of("a", Arrays.asList(1L, 2.5, true, null, "x\"\n\u0001é😀"));
    assertThat(Json.parse(Json.write(value))).isEqualTo(value);
  }

  @Test
  void escapesWhatGoEscapes() {
    assertThat(Json.write("<a&b>\u2028\ud800"))
        .isEqualTo("\"\\u003ca\\u0026b\\u003e\\u2028\uFFFD\"");
    assertThat(Json.write(List.of(Map.of()))).isEqualTo("[{}]");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0.5, 0.5", "1e21, 1e+21", "1e20, 100000000000000000000", "1e-7, 1e-7"})
  void printsNumbersAsGoDoes(double value, String expected) {
    assertThat(Json.number(value)).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> Json.parse("{\"a\":")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.parse("1 2")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.parse("[".repeat(200) + "]".repeat(200)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
