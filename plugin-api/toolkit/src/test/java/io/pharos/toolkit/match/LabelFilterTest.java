package io.pharos.toolkit.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.toolkit.regex.Regex;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelFilterTest {
  @Test
  void comparesValues() {
    assertThat(LabelFilter.of(LabelMatcher.equal("a", "x")).matches("x")).isTrue();
    assertThat(filter(MatchType.NOT_EQUAL, "x").matches("x")).isFalse();
    assertThat(filter(MatchType.NOT_EQUAL, "x").matchesEmpty()).isTrue();
  }

  @Test
  void takesSimpleExpressionsApart() {
    assertThat(regex("a|b").values()).contains(Set.of("a", "b"));
    assertThat(regex("x(a|b(c|))").values()).contains(Set.of("xa", "xbc", "xb"));
    assertThat(regex("a\\.b").values()).contains(Set.of("a.b"));
    assertThat(regex("a.b").values()).isEmpty();
    assertThat(regex("node_.*").prefix()).isEqualTo("node_");
    assertThat(regex("a\\.b.+").prefix()).isEqualTo("a.b");
  }

  @Test
  void answersAsTheAutomaton() {
    List<String> expressions =
        List.of(
            "",
            ".*",
            ".+",
            "a.*",
            ".*a",
            "a.*a",
            "a.+b",
            "ab*",
            "a|b.*",
            "(a|b)?",
            "(?i)a",
            "a{2}",
            "\\.a",
            "\\\\.*",
            "[ab]",
            "a|",
            "^a$",
            "(a)(b|c)d");
    List<String> values =
        List.of(
            "", "a", "b", "A", "aa", "ab", "axb", "a\nb", ".a", "\\x", "abd", "acd", "aba", "xa");
    for (String expression : expressions) {
      for (String value : values) {
        boolean expected = Regex.compile(expression).matches(value);
        assertThat(regex(expression).matches(value))
            .as(expression + " on " + value)
            .isEqualTo(expected);
        assertThat(filter(MatchType.NOT_REGEX, expression).matches(value)).isEqualTo(!expected);
      }
    }
  }

  @Test
  void refusesAWrongExpression() {
    assertThatThrownBy(() -> regex("a(b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> regex("a)")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> regex("a.*)")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void appliesAllToLabels() {
    var filters =
        LabelFilter.of(List.of(LabelMatcher.equal("a", "1"), LabelMatcher.equal("b", "")));
    assertThat(LabelFilter.matchesAll(filters, Labels.of("a", "1"))).isTrue();
    assertThat(LabelFilter.matchesAll(filters, Labels.of("a", "1", "b", "2"))).isFalse();
  }

  private static LabelFilter regex(String expression) {
    return filter(MatchType.REGEX, expression);
  }

  private static LabelFilter filter(MatchType type, String value) {
    return LabelFilter.of(new LabelMatcher(type, "a", value));
  }
}
