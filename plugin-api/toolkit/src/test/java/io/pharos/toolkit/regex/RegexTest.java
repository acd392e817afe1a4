package io.pharos.toolkit.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegexTest {
  @Test
  void matchesWholeTextsWithDotForNewlines() {
    Regex regex = Regex.compile("a.c|x");
    assertThat(regex.matches("a\nc")).isTrue();
    assertThat(regex.matches("x")).isTrue();
    assertThat(regex.matches("ax")).isFalse();
    assertThat(regex.matches("abcd")).isFalse();
  }

  @Test
  void refusesWhatIsNoRe2() {
    assertThatThrownBy(() -> Regex.compile("a[")).hasMessageContaining("missing closing ]");
    assertThatThrownBy(() -> Regex.compile("a)(b")).hasMessageContaining("error parsing regexp");
    assertThatThrownBy(() -> Regex.compile("(?=a)")).hasMessageContaining("error parsing regexp");
    assertThatThrownBy(() -> Regex.compile("(".repeat(100_000) + ")".repeat(100_000)))
        .hasMessageContaining("nests too deeply");
  }

  @Test
  void expandsGroupsAsGoDoes() {
    Regex regex = Regex.compile("(.*)-(?P<two>.*?)(x)?");
    assertThat(regex.replace("a-b", Replacement.of("${1}_$two$$1$9$nobody${3}!")))
        .isEqualTo("a_b$1!");
    assertThat(regex.replace("a-b", Replacement.of("$1x"))).isEmpty();
    assertThat(regex.replace("a-b", Replacement.of("$-${1"))).isEqualTo("$-${1");
    assertThat(regex.replace("ab", Replacement.of("$1"))).isNull();
  }
}
