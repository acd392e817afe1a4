package io.pharos.alert.router;

import static io.pharos.alert.router.Tower.config;
import static io.pharos.alert.router.Tower.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.testkit.http.FakeExchange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiV2Test {
  @TempDir Path folder;
  private Tower am;

  @BeforeEach
  void open() {
    am = new Tower(folder, config(root(List.of("alertname"))));
  }

  @AfterEach
  void close() {
    am.close();
  }

  @Test
  void showsAlertsFieldByField() {
    am.fire("alertname", "A");
    assertThat(am.get("/api/v2/alerts"))
        .isEqualTo(
            "[{\"annotations\":{\"s\":\"text\"},\"endsAt\":\"2026-01-01T01:00:00.000Z\","
                + "\"fingerprint\":\"d2c6efc389df0927\",\"receivers\":[{\"name\":\"r\"}],"
                + "\"startsAt\":\"2026-01-01T00:00:00.000Z\",\"status\":{\"inhibitedBy\":[],"
                + "\"mutedBy\":[],\"silencedBy\":[],\"state\":\"active\"},"
                + "\"updatedAt\":\"2026-01-01T00:00:00.000Z\",\"generatorURL\":\"http://p\","
                + "\"labels\":{\"alertname\":\"A\"}}]\n");
    assertThat(am.get("/api/v2/alerts/groups"))
        .startsWith("[{\"alerts\":[{\"annotations\":")
        .endsWith(
            "\"labels\":{\"alertname\":\"A\"},\"receiver\":{\"name\":\"r\"},\"routeLabels\":{}}]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "[]§200§",
        "§422§alerts in body is required",
        "[{}]§422§0.labels in body is required",
        "[{\"labels\":{\"a\":1}}]§400§cannot unmarshal number",
        "[{\"labels\":{\"a\":\"\"}}]§400§at least one label pair required",
        "[{\"labels\":{\"a\":\"b\"},\"annotations\":{\"\":\"x\"}}]§400§invalid annotations: invalid name",
        "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"2024-03-01T00:00:00Z\",\"endsAt\":\"2024-02-01T00:00:00Z\"}]§400§start time must be before end time",
        "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"yesterday\"}]§400§cannot parse"
      })
  void checksPostedAlerts(String body, int status, String error) {
    FakeExchange exchange = am.send("POST", "/api/v2/alerts", body == null ? "" : body);
    assertThat(exchange.status()).isEqualTo(status);
    assertThat(exchange.text()).contains(error == null ? "" : error);
  }

  @Test
  void oneBadAlertDoesNotKeepTheOthersOut() {
    FakeExchange exchange =
        am.send(
            "POST",
            "/api/v2/alerts",
            "[{\"labels\":{\"good\":\"1\"}},{\"labels\":{}},{\"labels\":{\"good\":\"2\"}}]");
    assertThat(exchange.status()).isEqualTo(400);
    assertThat(am.get("/api/v2/alerts")).contains("\"good\":\"1\"", "\"good\":\"2\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "filter=alertname%3D%22A%22§\"alertname\":\"A\"",
        "filter=alertname%3DA&filter=x%3D%22%22§\"alertname\":\"A\"",
        "filter=alertname%21%3DA§[]",
        "receiver=r§\"alertname\":\"A\"",
        "receiver=other§[]",
        "active=maybe§[]",
        "filter=%7Ba%3Db%7D§unexpected open or close brace: {a=b}",
        "filter=alertname§bad matcher format: alertname",
        "receiver=%28§failed to parse receiver param",
      })
  void filtersAlerts(String query, String expected) {
    am.fire("alertname", "A");
    assertThat(am.get("/api/v2/alerts?" + query)).contains(expected);
  }

  @Test
  void aSilenceIsChangedInPlaceOrReplaced() {
    String body = silence("", "b", am.now() + 3_600_000);
    String id = id(am.send("POST", "/api/v2/silences", body));
    String longer = silence(id, "b", am.now() + 7_200_000);
    assertThat(id(am.send("POST", "/api/v2/silences", longer))).isEqualTo(id);
    String other = silence(id, "c", am.now() + 7_200_000);
    assertThat(id(am.send("POST", "/api/v2/silences", other))).isNotEqualTo(id);
    assertThat(am.get("/api/v2/silence/" + id)).contains("\"state\":\"expired\"");
    assertThat(am.send("GET", "/api/v2/silence/nonsense", "").status()).isEqualTo(422);
    String nobody = "11111111-2222-4333-8444-555555555555";
    assertThat(am.send("GET", "/api/v2/silence/" + nobody, "").status()).isEqualTo(404);
    String unknown = silence(nobody, "b", am.now() + 1000);
    assertThat(am.send("POST", "/api/v2/silences", unknown).status()).isEqualTo(404);
  }

  private String silence(String id, String value, long end) {
    return "{\"id\":\""
        + id
        + "\",\"matchers\":[{\"name\":\"a\",\"value\":\""
        + value
        + "\",\"isRegex\":false}],\"startsAt\":\""
        + Times.print(am.now())
        + "\",\"endsAt\":\""
        + Times.print(end)
        + "\",\"createdBy\":\"me\",\"comment\":\"c\"}";
  }

  private static String id(FakeExchange exchange) {
    assertThat(exchange.status()).isEqualTo(200);
    return exchange.text().replaceAll(".*:\"([^\"]*)\".*\\n", "$1");
  }

  @Test
  void refusesSilencesThatMatchEverything() {
    String all = silence("", "", am.now() + 1000);
    assertThat(am.send("POST", "/api/v2/silences", all).text())
        .contains("invalid silence: matcher set 0: at least one matcher must not match");
    String past =
        silence("", "b", am.now() - 1000).replace(Times.print(am.now()), "2020-01-01T00:00:00Z");
    assertThat(am.send("POST", "/api/v2/silences", past).text())
        .contains("end time can't be in the past");
    assertThat(am.send("POST", "/api/v2/silences", "{}").text())
        .contains("matchers in body is required");
  }

  @Test
  void showsReceiversAndStatus() {
    assertThat(am.get("/api/v2/receivers"))
        .isEqualTo(
            "[{\"labels\":{\"name\":\"r\"},\"name\":\"r\"},"
                + "{\"labels\":{\"name\":\"other\"},\"name\":\"other\"}]\n");
    assertThat(am.get("/api/v2/status"))
        .contains("\"status\":\"disabled\"", "\"original\":\"route: {}\"");
    assertThat(am.send("POST", "/api/v1/alerts", "[]").status()).isEqualTo(410);
  }
}
