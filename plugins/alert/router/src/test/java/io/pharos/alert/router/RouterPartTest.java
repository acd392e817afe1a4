package io.pharos.alert.router;

import static io.pharos.alert.router.Tower.child;
import static io.pharos.alert.router.Tower.config;
import static io.pharos.alert.router.Tower.muted;
import static io.pharos.alert.router.Tower.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterPartTest {
  @TempDir Path folder;
  private @Nullable Tower tower;

  @AfterEach
  void close() {
    if (tower != null) {
      tower.close();
    }
  }

  private Tower open(RouterConfig config) {
    tower = new Tower(folder, config);
    return tower;
  }

  @Test
  void aGroupIsToldAfterItsWaitAndOnceWhenItEnds() {
    Tower am = open(config(root(List.of("alertname"))));
    long start = am.now();
    am.fire("alertname", "A", "i", "1").run(10).fire("alertname", "A", "i", "2").run(19);
    assertThat(am.told).isEmpty();
    am.run(1);
    assertThat(am.last()).isEqualTo("first notification: A1 A2");
    assertThat(am.told.getFirst().groupKey()).isEqualTo("{}:{alertname=\"A\"}");
    am.resolve(start, "alertname", "A", "i", "1").run(300);
    assertThat(am.last()).isEqualTo("some alerts resolved: -A1 A2");
    am.resolve(start + 10_000, "alertname", "A", "i", "2").run(300);
    assertThat(am.last()).isEqualTo("all alerts resolved: -A2");
    am.run(3600);
    assertThat(am.told).hasSize(3);
    assertThat(am.part().active().dispatcher().size()).isZero();
  }

  @Test
  void whatGoesOnIsToldAgainAfterTheRepeatInterval() {
    Tower am = open(config(root(null)));
    for (int i = 0; i < 6; i++) {
      am.fire("alertname", "A").run(3000);
    }
    assertThat(am.told).hasSize(2);
    assertThat(am.last()).isEqualTo("repeat interval elapsed: A");
    assertThat(am.times.get(1) - am.times.getFirst()).isEqualTo(4 * 3_600_000 + 300_000);
  }

  @Test
  void aNewAlertOfAnOldGroupIsToldAtTheNextInterval() {
    Tower am = open(config(root(List.of("alertname"))));
    am.fire("alertname", "A", "i", "1").run(60).fire("alertname", "A", "i", "2").run(60);
    assertThat(am.told).hasSize(1);
    am.run(240);
    assertThat(am.last()).isEqualTo("new alerts added: A1 A2");
  }

  @Test
  void theFirstChildThatMatchesTakesAnAlertUnlessItSaysContinue() {
    Tower am =
        open(
            config(
                root(
                    List.of("alertname"),
                    child("other", true, "team=web"),
                    child("r", false, "team=~\"w.*\""),
                    child("other", false, "team=web"))));
    am.fire("alertname", "A", "team", "web").fire("alertname", "B").run(30);
    assertThat(am.told.stream().map(n -> n.receiver() + " " + n.groupKey()))
        .containsExactlyInAnyOrder(
            "other {}/{team=\"web\"}:{alertname=\"A\"}",
            "r {}/{team=~\"w.*\"}:{alertname=\"A\"}",
            "r {}:{alertname=\"B\"}");
  }

  @Test
  void failuresAreTriedAgainWithinTheFlush() {
    Tower am = open(config(root(null)));
    am.failures = 3;
    am.fire("alertname", "A").run(40);
    assertThat(am.told).hasSize(1);
    assertThat(
            am.context.metrics().value("alertmanager_notification_requests_failed_total", "fake"))
        .isEqualTo(3);
    assertThat(am.context.metrics().value("alertmanager_notifications_total", "fake")).isEqualTo(1);
  }

  @Test
  void silencedAlertsAreNotTold() {
    Tower am = open(config(root(List.of("alertname"))));
    String id = silence(am, "alertname", "A");
    am.fire("alertname", "A").fire("alertname", "B").run(30);
    assertThat(am.told).hasSize(1);
    assertThat(am.last()).isEqualTo("first notification: B");
    assertThat(am.get("/api/v2/alerts?silenced=false")).doesNotContain("\"alertname\":\"A\"");
    assertThat(am.get("/api/v2/alerts?active=false"))
        .contains("\"state\":\"suppressed\"", id, "\"alertname\":\"A\"");
    assertThat(am.send("DELETE", "/api/v2/silence/" + id, "").status()).isEqualTo(200);
    am.run(300);
    assertThat(am.last()).isEqualTo("first notification: A");
  }

  private static String silence(Tower am, String name, String value) {
    String body =
        "{\"matchers\":[{\"name\":\""
            + name
            + "\",\"value\":\""
            + value
            + "\",\"isRegex\":false}],"
            + "\"startsAt\":\""
            + Times.print(am.now())
            + "\",\"endsAt\":\""
            + Times.print(am.now() + 3_600_000)
            + "\",\"createdBy\":\"me\",\"comment\":\"c\"}";
    return am.send("POST", "/api/v2/silences", body)
        .text()
        .replaceAll(".*\"silenceID\":\"([^\"]*)\".*\\n", "$1");
  }

  @Test
  void silencesOutliveARestart() {
    Tower am = open(config(root(null)));
    String id = silence(am, "a", "b");
    am.close();
    Tower again = open(config(root(null)));
    assertThat(again.get("/api/v2/silences")).contains(id, "\"state\":\"active\"");
  }

  @Test
  void whatWasToldIsNotToldAgainAfterARestart() {
    Tower am = open(config(root(null)));
    am.fire("alertname", "A").run(30);
    assertThat(am.told).hasSize(1);
    am.close();
    Tower again = open(config(root(null)));
    again.fire("alertname", "A").run(600);
    assertThat(again.told).isEmpty();
  }

  @Test
  void asOneFiresAnotherIsInhibited() {
    RouterConfig.InhibitSpec rule =
        new RouterConfig.InhibitSpec(
            "",
            Map.of(),
            Map.of(),
            List.of("severity=critical"),
            Map.of(),
            Map.of(),
            List.of("severity=warning"),
            List.of("i"));
    Tower am = open(config(root(List.of("alertname", "i", "severity")), rule));
    am.fire("alertname", "A", "severity", "critical", "i", "1");
    am.fire("alertname", "A", "severity", "warning", "i", "1");
    am.fire("alertname", "A", "severity", "warning", "i", "2").run(30);
    assertThat(
            am.told.stream()
                .map(n -> n.groupLabels().valueOf("severity") + n.groupLabels().valueOf("i")))
        .containsExactlyInAnyOrder("critical1", "warning2");
    assertThat(am.get("/api/v2/alerts?active=false")).contains("\"inhibitedBy\":[\"");
  }

  @Test
  void timeIntervalsKeepARouteQuiet() {
    // virtual time starts on Thursday, the first of January 2026, at midnight UTC
    RouterConfig.IntervalSpec thursday =
        new RouterConfig.IntervalSpec(
            List.of(new RouterConfig.TimeSpec("00:00", "12:00")),
            List.of("thursday"),
            List.of("1"),
            List.of("january"),
            List.of("2026"),
            "UTC");
    RouterConfig.NamedInterval named = new RouterConfig.NamedInterval("t", List.of(thursday));
    Tower am =
        open(
            config(
                root(
                    List.of("alertname"),
                    muted("alertname=M", List.of("t"), List.of()),
                    muted("alertname=N", List.of(), List.of("t"))),
                List.of(named)));
    am.fire("alertname", "M").fire("alertname", "N").run(30);
    assertThat(am.last()).isEqualTo("first notification: N");
    assertThat(am.get("/api/v2/alerts/groups")).contains("\"mutedBy\":[\"t\"]");
    assertThat(am.get("/api/v2/alerts/groups?muted=false")).doesNotContain("\"alertname\":\"M\"");
  }

  @Test
  void aReloadGroupsKnownAlertsAnew() {
    Tower am = open(config(root(List.of("alertname"))));
    am.fire("alertname", "A").run(30);
    am.part().apply(config(root(List.of("i"))));
    am.run(30);
    assertThat(am.told.getLast().groupKey()).isEqualTo("{}:{}");
    assertThat(am.told).hasSize(2);
  }

  @Test
  void withoutAnEndAnAlertIsOverAfterTheTimeout() {
    Tower am = open(config(root(null)));
    assertThat(am.send("POST", "/api/v2/alerts", "[{\"labels\":{\"alertname\":\"A\"}}]").status())
        .isEqualTo(200);
    am.run(31);
    assertThat(am.last()).isEqualTo("first notification: A");
    am.run(600);
    assertThat(am.last()).isEqualTo("all alerts resolved: -A");
  }
}
