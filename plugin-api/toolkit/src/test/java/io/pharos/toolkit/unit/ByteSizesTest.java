package io.pharos.toolkit.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.error.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0B",
    "1B, 1, 1B",
    "2KB, 2048, 2KB",
    "512MB, 536870912, 512MB",
    "1GiB, 1073741824, 1GB",
    "1GB512MB, 1610612736, 1GB512MB",
    "7EB, 8070450532247928832, 7EB"
  })
  void readsAndPrints(String text, long bytes, String printed) {
    assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    assertThat(ByteSizes.print(bytes)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "MB", "1XB", "1.5GB", "-1B", "8EB", "99999999999999999999B"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSizes.parse(text)).isInstanceOf(ConfigException.class);
  }
}
