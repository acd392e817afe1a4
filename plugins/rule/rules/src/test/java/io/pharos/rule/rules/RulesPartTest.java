package io.pharos.rule.rules;

import static io.pharos.rule.rules.Lab.A;
import static io.pharos.rule.rules.Lab.NONE;
import static io.pharos.rule.rules.Lab.alert;
import static io.pharos.rule.rules.Lab.group;
import static io.pharos.rule.rules.Lab.limited;
import static io.pharos.rule.rules.Lab.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesPartTest {
  private static final Labels OUT = Labels.of("__name__", "out", "a", "1");

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private Labels alerts(String state) {
    return Labels.of("__name__", "ALERTS", "a", "1", "alertname", "T", "alertstate", state);
  }

  private static Labels forState() {
    return Labels.of("__name__", "ALERTS_FOR_STATE", "a", "1", "alertname", "T");
  }

  @Test
  void aRecordingRuleWritesItsResultAndAMarkerWhenItEnds() {
    lab.engine.values("x", A, lab.start(), 1, 2, 3, NONE, NONE, 4);
    lab.file("f.yml", group(record("out", "x"))).start(6);
    assertThat(lab.storage.show(OUT)).isEqualTo("1 2 3 stale 4");
    assertThat(lab.context.metrics().value("prometheus_rule_evaluations_total", key()))
        .isEqualTo(6);
  }

  private String key() {
    return folder.resolve("f.yml") + ";g";
  }

  @Test
  void aFailingRuleSaysWhyAndWritesNoMarkers() {
    lab.engine.answer(
        "x",
        time -> {
          if (time >= lab.start() + 2000) {
            throw new io.pharos.spi.error.QueryException(
                io.pharos.spi.error.QueryException.Code.EXECUTION, "on purpose");
          }
          return List.of(RuleSample.of(A, 1));
        });
    lab.file("f.yml", group(record("out", "x"))).start(4);
    assertThat(lab.storage.show(OUT)).isEqualTo("1 1");
    assertThat(rule(0).status().error()).isEqualTo("on purpose");
    assertThat(lab.context.metrics().value("prometheus_rule_evaluation_failures_total", key()))
        .isEqualTo(2);
  }

  private Rule rule(int index) {
    return lab.part().groups().getFirst().rules().get(index);
  }

  @Test
  void equalSeriesAndLimitsFailTheRule() {
    Labels b = Labels.of("__name__", "y", "a", "1");
    lab.engine.answer("same", time -> List.of(RuleSample.of(A, 1), RuleSample.of(b, 2)));
    Labels other = Labels.of("__name__", "x", "a", "2");
    lab.engine.answer("many", time -> List.of(RuleSample.of(A, 1), RuleSample.of(other, 2)));
    lab.file("f.yml", limited(1, record("out", "same"), record("out", "many"))).start(2);
    assertThat(rule(0).status().error())
        .isEqualTo("vector contains metrics with the same labelset after applying rule labels");
    assertThat(rule(1).status().error()).isEqualTo("exceeded limit of 1 with 2 series");
    assertThat(lab.storage.show(OUT)).isEmpty();
  }

  @Test
  void aSeriesWrittenTwiceIsAnErrorOfTheSecondRule() {
    lab.engine.values("x", A, lab.start(), 1).values("y", A, lab.start(), 2);
    lab.file("f.yml", group(record("out", "x"), record("out", "y"))).start(1);
    assertThat(rule(0).status().health()).isEqualTo(Rule.Health.GOOD);
    assertThat(rule(1).status().error())
        .matches(
            "duplicate sample for timestamp \\d+; overrides not allowed: existing 1, new value 2");
  }

  @Test
  void anAlertIsPendingThenFiresThenEnds() {
    lab.engine.values("x", A, lab.start(), NONE, NONE, NONE, 1, 1, 1, 1, NONE, NONE);
    lab.file("f.yml", group(alert("T", "x", 2, 0))).start(9);
    assertThat(lab.storage.show(alerts("pending"))).isEqualTo("1 1 stale");
    assertThat(lab.storage.show(alerts("firing"))).isEqualTo("1 1 stale");
    long active = lab.storage.times(alerts("pending")).getFirst();
    long since = active / 1000;
    assertThat(lab.storage.show(forState()))
        .isEqualTo(
            String.join(" ", java.util.Collections.nCopies(4, "" + (double) since))
                    .replaceAll("\\.0\\b", "")
                + " stale");
    assertThat(lab.sent).hasSize(2);
    Alert firing = lab.sent.getFirst();
    assertThat((Object) firing.labels())
        .isEqualTo(Labels.of("a", "1", "alertname", "T", "cluster", "c1"));
    assertThat(firing.startsAt()).isEqualTo(active + 2000);
    assertThat(firing.endsAt()).isEqualTo(active + 2000 + 4 * 60_000);
    assertThat(firing.generatorUrl()).isEqualTo("http://localhost:9090/graph?g0.expr=x&g0.tab=1");
    assertThat(lab.sent.getLast().endsAt()).isEqualTo(active + 4000);
  }

  @Test
  void aFiringAlertIsKeptForAWhileAndToldAgain() {
    lab.engine.values("x", A, lab.start(), 1, NONE, NONE, 1, NONE);
    lab.file("f.yml", group(alert("T", "x", 0, 3))).start(2);
    assertThat(views().getFirst().keepFiringSince()).isNotEqualTo(ActiveAlert.NEVER);
    lab.run(2);
    assertThat(views().getFirst().keepFiringSince()).isEqualTo(ActiveAlert.NEVER);
    lab.run(4);
    assertThat(views()).isEmpty();
    assertThat(lab.sent).hasSize(2);
  }

  private List<ActiveAlert.View> views() {
    return ((AlertingRule) rule(0)).alerts();
  }

  @Test
  void firingAlertsAreToldEveryMinuteAndEndedOnesForAQuarterOfAnHour() {
    lab.engine.answer(
        "x", time -> time < lab.start() + 150_000 ? List.of(RuleSample.of(A, 1)) : List.of());
    lab.file("f.yml", group(alert("T", "x", 0, 0))).start(150);
    assertThat(lab.sent).hasSize(3);
    lab.run(1);
    assertThat(lab.sent).hasSize(4);
    lab.run(20 * 60);
    assertThat(lab.sent.size()).isBetween(18, 20);
    assertThat(lab.sent.getLast().endsAt()).isEqualTo(lab.sent.get(3).endsAt());
  }

  @Test
  void templatesSeeLabelsAndValue() {
    lab.engine.values("x", A, lab.start(), 7);
    Map<String, String> labels = Map.of("team", "{{ $labels.a }}-{{ $externalLabels.cluster }}");
    Map<String, String> notes =
        Map.of(
            "v",
            "{{ $value }} {{ with query \"x\" }}{{ . | first | value }}{{ end }}",
            "bad",
            "{{ .No }}");
    lab.file("f.yml", group(alert("T", "x", 0, 0, labels, notes))).start(1);
    Alert alert = lab.sent.getFirst();
    assertThat(alert.labels().get("team")).isEqualTo("1-c1");
    assertThat(alert.annotations()).containsEntry("v", "7 7");
    assertThat(alert.annotations().get("bad")).startsWith("<error expanding template: ");
  }

  @Test
  void aReloadKeepsTheStateOfWhatStays() {
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("f.yml", group(alert("T", "x", 5, 0))).start(3);
    long since = views().getFirst().activeAt();
    lab.file("f.yml", group(record("new", "x"), alert("T", "x", 3, 0, Map.of(), Map.of("n", "v"))));
    lab.reload().run(2);
    AlertingRule rule = (AlertingRule) rule(1);
    assertThat(rule.alerts().getFirst().activeAt()).isEqualTo(since);
    assertThat(rule.alerts().getFirst().state()).isEqualTo(ActiveAlert.State.FIRING);
  }

  @Test
  void aLongerHoldTakesAFiringAlertBack() {
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("f.yml", group(alert("T", "x", 0, 0))).start(3);
    lab.file("f.yml", group(alert("T", "x", 60, 0))).reload().run(1);
    assertThat(views().getFirst().state()).isEqualTo(ActiveAlert.State.PENDING);
  }

  @Test
  void seriesOfARemovedRuleGetTheirMarkerAtTheNextEvaluation() {
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("f.yml", group(record("out", "x"), record("other", "x"))).start(2);
    lab.file("f.yml", group(record("other", "x"))).reload().run(1);
    assertThat(lab.storage.show(OUT)).isEqualTo("1 1 stale");
  }

  @Test
  void seriesOfARemovedGroupGetTheirMarkersAfterTwoIntervals() {
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("f.yml", group(record("out", "x"))).start(2);
    lab.remove("f.yml").reload();
    long removed = lab.context.time().millis();
    lab.run(1);
    assertThat(lab.storage.show(OUT)).isEqualTo("1 1");
    lab.run(2);
    assertThat(lab.storage.show(OUT)).isEqualTo("1 1 stale");
    assertThat(lab.storage.times(OUT).getLast()).isEqualTo(removed);
    assertThat(lab.context.metrics().has("prometheus_rule_evaluations_total", key())).isFalse();
  }

  @Test
  void aPendingAlertGoesOnAfterAnOutage() {
    long before = lab.start() - 1_800_000;
    for (long t = before; t < lab.start() - 600_000; t += 60_000) {
      lab.storage.put(forState(), t, before / 1000.0);
    }
    long down = lab.storage.times(forState()).getLast();
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("f.yml", group(alert("T", "x", 7200, 0))).start(2);
    long now = lab.context.time().millis();
    assertThat(views().getFirst().activeAt())
        .isBetween(before + now - down - 1000, before + now - down);
    assertThat(lab.storage.show(alerts("pending"))).isEmpty();
    lab.run(1);
    assertThat(lab.storage.show(alerts("pending"))).isEqualTo("1");
  }

  @Test
  void aBrokenFileIsRefusedAndTheOldRulesGoOn() {
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("f.yml", group(record("out", "x"))).start(1);
    lab.file(
        "f.yml",
        group(record("a{}", "sum("), alert("T", "1", 0, 0, Map.of("l", "{{ no }}"), Map.of())));
    assertThatThrownBy(() -> lab.reload())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("rule 1, \"a{}\": could not parse expression: 1:5: parse error")
        .hasMessageContaining("braces present in the recording rule name")
        .hasMessageContaining("label \"l\": template: __alert_T:1: function \"no\" not defined");
    lab.run(1);
    assertThat(lab.storage.show(OUT)).isEqualTo("1 1");
  }

  @Test
  void slotsThatWereMissedAreLeftOutAndCounted() {
    lab.file("f.yml", group(record("out", "y"))).engine.values("y", A, lab.start(), 1);
    lab.start(1);
    lab.context.time().jumpTo(lab.start() + 10_000);
    lab.context.time().advance(Duration.ofSeconds(1));
    assertThat(lab.context.metrics().value("prometheus_rule_group_iterations_missed_total", key()))
        .isGreaterThan(5);
  }
}
