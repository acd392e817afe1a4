package io.pharos.toolkit.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  /** Recorded from the original. */
  @Test
  void alertsHaveTheFingerprintsOfTheOriginal() {
    assertThat(Fingerprints.hex(Fingerprints.of(Labels.of("a", "zone"))))
        .isEqualTo("4661a67388edc854");
    assertThat(Fingerprints.hex(Fingerprints.of(Labels.empty()))).isEqualTo("cbf29ce484222325");
  }
}
