package io.pharos.toolkit.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.error.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules that were given to the original, with what it made of labels. */
class RecordedRelabellingTest {
  private static final String NONE = "\0";

  @TestFactory
  List<DynamicTest> relabelsLikeTheOriginal() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("recorded.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] row = line.split("\t", -1);
        tests.add(DynamicTest.dynamicTest(row[0], () -> check(row)));
      }
    }
    return tests;
  }

  private static void check(String[] row) {
    NameScheme scheme = NameScheme.of(row[1]);
    if (!row[5].equals("-")) {
      assertThatThrownBy(() -> rules(decode(row[2]), scheme)).isInstanceOf(ConfigException.class);
      return;
    }
    LabelsBuilder labels = new LabelsBuilder();
    labels(decode(row[3])).forEach(labels::set);
    boolean kept = Relabelling.of(rules(decode(row[2]), scheme), scheme).apply(labels);
    String expected = decode(row[4]);
    assertThat(kept).isEqualTo(!expected.equals(NONE));
    if (kept) {
      assertThat(labels.build().toMap()).isEqualTo(labels(expected));
    }
  }

  private static List<RelabelRule> rules(String text, NameScheme scheme) {
    List<RelabelRule> rules = new ArrayList<>();
    for (String rule : text.split("\u001e", -1)) {
      String[] part = rule.split("\u001f", -1);
      List<String> sources =
          part[0].equals(NONE) ? List.of() : List.of(part[0].split("\u001d", -1));
      rules.add(
          new RelabelConfig(sources, part[1], part[2], part[3], part[4], part[5], part[6])
              .rule(scheme));
    }
    return rules;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    if (!text.isEmpty() && !text.equals(NONE)) {
      for (String pair : text.split("\u001f", -1)) {
        int is = pair.indexOf('\u001e');
        labels.put(pair.substring(0, is), pair.substring(is + 1));
      }
    }
    return labels;
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
