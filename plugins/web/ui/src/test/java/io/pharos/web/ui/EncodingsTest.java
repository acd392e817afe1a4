package io.pharos.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodingsTest {
  @Test
  void takesACodingThatIsNamedWithAnyWeightButZero() {
    assertThat(Encodings.accepts("gzip, BR ; q=0.5", "br")).isTrue();
    assertThat(Encodings.accepts("gzip;q=1.0,br", "gzip")).isTrue();
    assertThat(Encodings.accepts("br;q=0", "br")).isFalse();
    assertThat(Encodings.accepts("br; q=0.000", "br")).isFalse();
    assertThat(Encodings.accepts("brotli", "br")).isFalse();
    assertThat(Encodings.accepts("", "br")).isFalse();
  }
}
