package io.pharos.rule.rules;

import static io.pharos.rule.rules.Lab.A;
import static io.pharos.rule.rules.Lab.alert;
import static io.pharos.rule.rules.Lab.group;
import static io.pharos.rule.rules.Lab.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.testkit.http.FakeExchange;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesApiTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.engine.values("x", A, lab.start(), 1);
    lab.file("a.yml", group(alert("T", "x", 0, 0, Map.of("team", "blue"), Map.of())));
    lab.file("b.yml", group(record("out", "x")));
    lab.start(1);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private String get(String target) {
    return FakeExchange.of("GET", target).send(lab.routes()).text().replace(folder + "/", "");
  }

  @Test
  void showsGroupsRulesAndAlertsFieldByField() {
    assertThat(get("/api/v1/rules").replaceAll("\"2026-[^\"]*\"", "T"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":\"g\",\"file\":\"a.yml\",\"rules\":["
                + "{\"state\":\"firing\",\"name\":\"T\",\"query\":\"x\",\"duration\":0,\"keepFiringFor\":0,"
                + "\"labels\":{\"team\":\"blue\"},\"annotations\":{},\"alerts\":[{\"labels\":"
                + "{\"a\":\"1\",\"alertname\":\"T\",\"team\":\"blue\"},\"annotations\":{},\"state\":\"firing\","
                + "\"activeAt\":T,\"value\":\"1e+00\"}],\"health\":\"ok\",\"evaluationTime\":0,"
                + "\"lastEvaluation\":T,\"type\":\"alerting\"}],\"interval\":1,\"limit\":0,"
                + "\"evaluationTime\":0,\"lastEvaluation\":T},"
                + "{\"name\":\"g\",\"file\":\"b.yml\",\"rules\":[{\"name\":\"out\",\"query\":\"x\",\"labels\":{},"
                + "\"health\":\"ok\",\"evaluationTime\":0,\"lastEvaluation\":T,\"type\":\"recording\"}],"
                + "\"interval\":1,\"limit\":0,\"evaluationTime\":0,\"lastEvaluation\":T}]}}");
    assertThat(get("/api/v1/alerts")).contains("\"alertname\":\"T\"", "\"state\":\"firing\"");
  }

  @Test
  void filtersByTypeNameFileAndLabels() {
    assertThat(get("/api/v1/rules?type=record")).contains("b.yml").doesNotContain("a.yml");
    assertThat(get("/api/v1/rules?rule_name[]=T")).contains("a.yml").doesNotContain("b.yml");
    assertThat(get("/api/v1/rules?file[]=none")).contains("\"groups\":[]");
    assertThat(get("/api/v1/rules?match[]=%7Bteam%3D%22blue%22%7D"))
        .contains("a.yml")
        .doesNotContain("b.yml");
    assertThat(get("/api/v1/rules?exclude_alerts=true&type=alert")).contains("\"alerts\":null");
  }

  @Test
  void givesPages() {
    String first = get("/api/v1/rules?group_limit=1");
    assertThat(first).contains("a.yml").doesNotContain("b.yml");
    String token = first.replaceAll(".*groupNextToken\":\"([0-9a-f]{64})\".*", "$1");
    assertThat(get("/api/v1/rules?group_limit=1&group_next_token=" + token))
        .contains("b.yml")
        .doesNotContain("a.yml", "groupNextToken");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(get("/api/v1/rules?type=recording"))
        .contains("not supported value \\\"recording\\\"");
    assertThat(get("/api/v1/rules?group_limit=0"))
        .contains("group_limit needs to be greater than 0");
    assertThat(get("/api/v1/rules?group_limit=9999999999")).contains("value out of range");
    assertThat(get("/api/v1/rules?group_next_token=abc"))
        .contains("group_limit needs to be present");
    assertThat(get("/api/v1/rules?group_limit=1&group_next_token=abc"))
        .contains("invalid group_next_token 'abc'. were rule groups changed?");
    assertThat(get("/api/v1/rules?exclude_alerts=x"))
        .contains("strconv.ParseBool: parsing \\\"x\\\"");
    assertThat(get("/api/v1/rules?match[]=%7Ba%3D%22%22%7D"))
        .contains("match[] must contain at least one non-empty matcher");
    assertThat(FakeExchange.of("GET", "/api/v1/rules?type=x").send(lab.routes()).status())
        .isEqualTo(400);
  }
}
