package io.pharos.toolkit.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s, 0",
    "0s, 0s, 0",
    "324ms, 324ms, 324",
    "3s, 3s, 3000",
    "5m, 5m, 300000",
    "1h, 1h, 3600000",
    "4d, 4d, 345600000",
    "4d1h, 4d1h, 349200000",
    "14d, 2w, 1209600000",
    "3w, 3w, 1814400000",
    "3w2d1h, 23d1h, 1990800000",
    "8w2d, 58d, 5011200000",
    "10y, 10y, 315360000000",
    "1d12h, 1d12h, 129600000",
    "1y1m, 365d1m, 31536060000"
  })
  void readsAndPrints(String text, String printed, long millis) {
    assertThat(Durations.parseMillis(text)).isEqualTo(millis);
    assertThat(Durations.print(Duration.ofMillis(millis))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1y1m1d", "-1w", "d", "1s1m", "1s1s"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage("not a valid duration string: \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"1.5d,.", "5 m, m", "1msm,msm", "1e3s,e"})
  void namesAnUnknownUnit(String text, String unit) {
    assertThatThrownBy(() -> Durations.parse(text))
        .hasMessage("unknown unit \"" + unit + "\" in duration \"" + text + "\"");
  }

  @Test
  void refusesEmptyAndHugeOnes() {
    assertThatThrownBy(() -> Durations.parse("")).hasMessage("empty duration string");
    assertThatThrownBy(() -> Durations.parse("294y")).hasMessage("duration out of range");
    assertThatThrownBy(() -> Durations.parse("99999999999999999999s"))
        .hasMessage("duration out of range");
    assertThat(Durations.parse("292y")).isEqualTo(Duration.ofDays(292 * 365));
  }
}
