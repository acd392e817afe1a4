package io.pharos.toolkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.toolkit.template.PrometheusFunctions.Found;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTemplateTest {
  private static final String URL = "http://prometheus.example.com/base";

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          {{ $labels.job }} on {{ $labels.instance }}                 § node on a:9100
          {{ $value | humanize }}                                     § 1.234k
          {{ printf "%.2f" $value }}                                  § 1234.50
          {{ if gt $value 1000.0 }}high{{ else }}low{{ end }}         § high
          {{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}    § instance=a:9100;job=node;
          {{ $labels.instance | reReplaceAll "(.*):.*" "$1" }}        § a
          {{ query "up" | first | value }}                            § 7
          {{ with query "up" }}{{ (index . 0).Labels.x }}{{ end }}    § y
          {{ $externalLabels.region }} {{ pathPrefix }}               § eu /base
          {{ humanizeDuration 3661 }} {{ humanizePercentage 0.125 }}  § 1h 1m 1s 12.5%
          {{ define "t" }}<{{ . }}>{{ end }}{{ template "t" "in" }}   § <in>
          {{ (toTime 0).Format "2006-01-02" }}                        § 1970-01-01
          """)
  void printsWhatTheOriginalPrints(String template, String expected) {
    assertThat(expand(template)).isEqualTo(expected);
  }

  @Test
  void saysWhereATemplateFails() {
    assertThatThrownBy(() -> expand("{{ $labels.job.x }}"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "error executing template __alert_Test: template: __alert_Test:1:122: executing"
                + " \"__alert_Test\" at <$labels.job.x>: can't evaluate field x in type string");
  }

  @Test
  void refusesWhatGoRefuses() {
    assertThatThrownBy(() -> RuleTemplate.parse("Test", "a\n{{ nope 1 }}"))
        .hasMessage("template: __alert_Test:2: function \"nope\" not defined");
    assertThatThrownBy(() -> RuleTemplate.parse("Test", "{{ if true }}"))
        .hasMessage("template: __alert_Test:1: unexpected EOF");
  }

  @Test
  void endlessRecursionEndsWithAnError() {
    assertThatThrownBy(
            () -> expand("{{ define \"r\" }}{{ template \"r\" }}{{ end }}{{ template \"r\" }}"))
        .hasMessageContaining("exceeded maximum template depth");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}";
    assertThatThrownBy(() -> RuleTemplate.parse("Test", deep))
        .hasMessageContaining("nests too deeply");
  }

  @Test
  void endlessOutputAndEndlessWorkEndWithAnError() {
    String loud =
        "{{ range 1000000 }}{{ range 1000000 }}0123456789012345678901234567890{{ end }}{{ end }}";
    assertThatThrownBy(() -> expand(loud)).hasMessageContaining("output is larger than");
    String silent = "{{ range 1000000 }}{{ range 1000000 }}{{ end }}{{ end }}";
    assertThatThrownBy(() -> expand(silent)).hasMessageContaining("steps");
  }

  private static String expand(String template) {
    Labels labels = Labels.of("job", "node", "instance", "a:9100");
    Object data = PrometheusFunctions.data(labels.toMap(), Map.of("region", "eu"), URL, 1234.5);
    List<Found> up = List.of(new Found(Labels.of("x", "y"), 7, null));
    return RuleTemplate.parse("Test", template)
        .expand(() -> PrometheusFunctions.of(query -> up, () -> 0, URL), data);
  }
}
