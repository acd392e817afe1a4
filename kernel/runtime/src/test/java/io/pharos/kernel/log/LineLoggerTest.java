package io.pharos.kernel.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineLoggerTest {
  private static final long NOW = 1_767_225_600_000L;

  private final LineLogger.Repeats repeats = new LineLogger.Repeats();

  @Test
  void tenLinesOfTheSameWordsPassAndTheRestAreCountedInTheNext() {
    for (int i = 0; i < LineLogger.PER_WINDOW; i++) {
      assertThat(repeats.pass("one", NOW)).isZero();
    }
    assertThat(repeats.pass("one", NOW)).isEqualTo(-1);
    assertThat(repeats.pass("one", NOW + LineLogger.WINDOW_MILLIS - 1)).isEqualTo(-1);
    assertThat(repeats.pass("one", NOW + LineLogger.WINDOW_MILLIS)).isEqualTo(2);
    assertThat(repeats.pass("one", NOW + LineLogger.WINDOW_MILLIS)).isZero();
  }

  @Test
  void wordsThatAreNewPassBesideTheNoiseOfOthers() {
    for (int i = 0; i < 2 * LineLogger.PER_WINDOW; i++) {
      repeats.pass("noise", NOW);
    }
    assertThat(repeats.pass("another", NOW)).isZero();
    assertThat(repeats.pass("another", NOW)).isEqualTo(-1);
  }

  @Test
  void wordsThatAreAlwaysNewAreLimitedToo() {
    int passed = 0;
    for (int i = 0; i < 1000; i++) {
      passed += repeats.pass("words " + i, NOW) < 0 ? 0 : 1;
    }
    assertThat(passed).isEqualTo(LineLogger.PER_WINDOW + LineLogger.MORE_WORDS);
  }
}
