package io.pharos.storage.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.toolkit.regex.Regex;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.junit.jupiter.api.Test;

final class Re2AutomatonTest {
  private static final List<String> EXPRESSIONS =
      List.of(
          "",
          "a",
          "abc",
          "a|b|",
          "a.c",
          ".*",
          ".+",
          "a*?b+",
          "(a|b)*c",
          "(?:ab)+",
          "(?P<n>a)b?",
          "^abc$",
          "[a-c]+",
          "[^a-c]*",
          "[]a]+",
          "[a-]+",
          "a{2}",
          "a{1,3}b{0,2}",
          "a{2,}",
          "a{,2}",
          "\\d+\\.\\w*",
          "\\S\\s\\D\\W",
          "[\\d.]+",
          "x{",
          "\"a\"~#@<>",
          "é+[à-ü]*",
          "\uD83D\uDE00.",
          ".*h3.*5",
          "(a|ab)(c|bcd)",
          "\\[a\\]",
          "a\\|b",
          "(|a)+b",
          "[+\\-*]",
          "\\t\\n",
          "a&b|!c");

  @Test
  void acceptsWhatTheExpressionMatches() {
    SplittableRandom random = new SplittableRandom(5);
    String alphabet = "abcd035.-_ \n\t\"~#@<>|{}[]é\u00e0xh+*&!";
    for (String expression : EXPRESSIONS) {
      Automaton automaton = Re2Automaton.of(expression);
      assertThat(automaton).as(expression).isNotNull();
      ByteRunAutomaton run = new ByteRunAutomaton(java.util.Objects.requireNonNull(automaton));
      Regex regex = Regex.compile(expression);
      for (int i = 0; i < 800; i++) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
          if (random.nextInt(20) == 0) {
            text.append("\uD83D\uDE00");
          }
          // mostly characters of the expression, so that many texts match
          String from = random.nextInt(3) > 0 && !expression.isEmpty() ? expression : alphabet;
          char c = from.charAt(random.nextInt(from.length()));
          text.append(Character.isSurrogate(c) ? 'a' : c);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        assertThat(run.run(bytes, 0, bytes.length))
            .as("'%s' against '%s'", expression, text)
            .isEqualTo(regex.matches(text));
      }
    }
  }

  @Test
  void leavesTheRestToTheExpressionItself() {
    for (String expression :
        List.of(
            "(?i)abc",
            "\\bab",
            "\\pL+",
            "a^b",
            "a$b",
            "[[:alpha:]]",
            "(a{1000}){1000}",
            "(a|b)*a(a|b){14}")) {
      assertThat(Re2Automaton.of(expression)).as(expression).isNull();
    }
  }
}
