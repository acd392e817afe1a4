package io.pharos.rule.rules;

import static io.pharos.rule.rules.Lab.A;
import static io.pharos.rule.rules.Lab.alert;
import static io.pharos.rule.rules.Lab.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.rule.rules.relay.AlertingConfig;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.testkit.http.FakeExchange;
import io.pharos.toolkit.relabel.RelabelConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRelayTest {
  @TempDir Path folder;
  private Lab lab;
  private final List<OutgoingClient.Request> requests = new ArrayList<>();
  private boolean down;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.context.withHttp(settings -> new Recorder());
    lab.engine.values("x", A, lab.start(), 1);
    Map<String, String> notes = Map.of("s", "v={{ $value }}");
    lab.file("f.yml", group(alert("T", "x", 0, 0, Map.of(), notes)));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static AlertingConfig alerting(List<RelabelConfig> rules, Labels... targets) {
    return new AlertingConfig(
        rules,
        List.of(
            new AlertingConfig.AlertmanagerSet(
                HttpClientConfig.plain(),
                "http",
                "/pre",
                Duration.ofSeconds(10),
                "v2",
                List.of(),
                List.of(),
                List.of(
                    new ExtensionConfig("discovery", "fake", new Lab.Found(List.of(targets)))))));
  }

  private static Labels target(String address) {
    return Labels.of("__address__", address);
  }

  @Test
  void alertsGoToEveryAlertmanagerWithExternalLabels() {
    lab.alerting = alerting(List.of(), target("a:9093"), target("b:9093"));
    lab.start(1);
    assertThat(requests.stream().map(request -> request.uri().toString()))
        .containsExactlyInAnyOrder(
            "http://a:9093/pre/api/v2/alerts", "http://b:9093/pre/api/v2/alerts");
    byte[] body = java.util.Objects.requireNonNull(requests.getFirst().body()).array();
    assertThat(new String(body, StandardCharsets.UTF_8).replaceAll("20[0-9T:.-]*Z", "T"))
        .isEqualTo(
            "[{\"annotations\":{\"s\":\"v=1\"},\"endsAt\":\"T\",\"startsAt\":\"T\","
                + "\"generatorURL\":\"http://localhost:9090/graph?g0.expr=x\\u0026g0.tab=1\","
                + "\"labels\":{\"a\":\"1\",\"alertname\":\"T\",\"cluster\":\"c1\"}}]");
    assertThat(FakeExchange.of("GET", "/api/v1/alertmanagers").send(lab.routes()).text())
        .contains("{\"url\":\"http://a:9093/pre/api/v2/alerts\"}", "\"droppedAlertmanagers\":[]");
  }

  @Test
  void whatCannotBeSentIsCountedAndLost() {
    down = true;
    lab.alerting = alerting(List.of(), target("a:9093"));
    lab.start(1);
    String url = "http://a:9093/pre/api/v2/alerts";
    assertThat(lab.context.metrics().value("prometheus_notifications_errors_total", url))
        .isEqualTo(1);
    assertThat(lab.context.metrics().value("prometheus_notifications_dropped_total", url))
        .isEqualTo(1);
    assertThat(lab.context.metrics().value("prometheus_notifications_sent_total", url))
        .isEqualTo(1);
  }

  @Test
  void anAddressWithAPathSpoilsItsGroup() {
    lab.alerting = alerting(List.of(), target("a:9093/x"), target("b:9093"));
    lab.start(1);
    assertThat(requests).isEmpty();
  }

  private final class Recorder implements OutgoingClient {
    @Override
    public Response send(Request request) {
      synchronized (requests) {
        requests.add(request);
      }
      if (down) {
        throw new RemoteException(RemoteException.Code.UNREACHABLE, "connection refused");
      }
      return new Answer();
    }

    @Override
    public void close() {}
  }

  private static final class Answer implements OutgoingClient.Response {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public String reason() {
      return "OK";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public List<String> headers(String name) {
      return List.of();
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public void close() {}
  }
}
