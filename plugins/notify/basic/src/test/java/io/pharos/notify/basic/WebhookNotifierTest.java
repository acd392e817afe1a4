package io.pharos.notify.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.notify.Notification;
import io.pharos.testkit.runtime.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookNotifierTest {
  private static final long START = FakeContext.START;

  @TempDir Path folder;
  private final List<OutgoingClient.Request> requests = new ArrayList<>();
  private int status = 200;

  private WebhookNotifier notifier(String url, long maxAlerts) {
    FakeContext context = new FakeContext(folder).withHttp(settings -> new Recorder());
    return new WebhookNotifier(
        new WebhookConfig(true, null, new Secret(url), "", maxAlerts, "0s"), context);
  }

  private static Notification notification() {
    Notification.Alert firing =
        new Notification.Alert(
            Labels.of("alertname", "Down", "job", "a<b"),
            Map.of("summary", "x"),
            START,
            START + 60_000,
            true,
            "http://p/graph",
            "00000000000000ff");
    Notification.Alert over =
        new Notification.Alert(
            Labels.of("alertname", "Down", "job", "b"),
            Map.of(),
            START,
            START + 1500,
            false,
            "",
            "0000000000000001");
    return new Notification(
        "team.x",
        "{}:{alertname=\"Down\"}",
        Labels.of("alertname", "Down"),
        List.of(firing, over),
        "http://am",
        "first notification",
        Labels.empty());
  }

  @Test
  void postsTheOriginalsMessage() throws InterruptedException {
    notifier("http://h/x", 0).notify(notification());
    assertThat(body())
        .isEqualTo(
            "{\"receiver\":\"team\\\\.x\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\","
                + "\"labels\":{\"alertname\":\"Down\",\"job\":\"a\\u003cb\"},\"annotations\":{\"summary\":\"x\"},"
                + "\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"0001-01-01T00:00:00Z\","
                + "\"generatorURL\":\"http://p/graph\",\"fingerprint\":\"00000000000000ff\"},"
                + "{\"status\":\"resolved\",\"labels\":{\"alertname\":\"Down\",\"job\":\"b\"},\"annotations\":{},"
                + "\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"2026-01-01T00:00:01.5Z\","
                + "\"generatorURL\":\"\",\"fingerprint\":\"0000000000000001\"}],"
                + "\"notification_reason\":\"first notification\",\"groupLabels\":{\"alertname\":\"Down\"},"
                + "\"commonLabels\":{\"alertname\":\"Down\"},\"commonAnnotations\":{},\"routeLabels\":{},"
                + "\"externalURL\":\"http://am\",\"version\":\"4\","
                + "\"groupKey\":\"{}:{alertname=\\\"Down\\\"}\",\"truncatedAlerts\":0}\n");
    assertThat(requests.getFirst().headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("User-Agent", "Alertmanager/0.1.0");
  }

  private String body() {
    byte[] bytes = java.util.Objects.requireNonNull(requests.getLast().body()).array();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void cutsOffAlertsBeyondTheLimit() throws InterruptedException {
    notifier("http://h/x", 1).notify(notification());
    assertThat(body()).contains("\"truncatedAlerts\":1").doesNotContain("\"job\":\"b\"");
  }

  @Test
  void theAddressMayBeATemplate() throws InterruptedException {
    notifier("http://h/{{ .GroupLabels.alertname | toLower }}?n={{ len .Alerts.Firing }}", 0)
        .notify(notification());
    assertThat(requests.getFirst().uri()).hasToString("http://h/down?n=1");
  }

  @Test
  void failuresOfTheOtherSideMayBeTriedAgain() {
    status = 503;
    assertThatThrownBy(() -> notifier("http://h/x", 0).notify(notification()))
        .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessage("unexpected status code 503: why");
    status = 404;
    assertThatThrownBy(() -> notifier("http://h/x", 0).notify(notification()))
        .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.isRetryable()).isFalse());
  }

  @Test
  void configurationIsChecked() {
    assertThatThrownBy(() -> new WebhookConfig(true, null, null, "", 0, "0s"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("one of url or url_file must be configured");
    assertThatThrownBy(() -> new WebhookConfig(true, null, new Secret("http://h"), "f", 0, "0s"))
        .hasMessage("at most one of url & url_file must be configured");
    assertThatThrownBy(() -> new WebhookConfig(true, null, new Secret("ftp://secret"), "", 0, "0s"))
        .hasMessage("unsupported scheme \"ftp\" for URL");
    assertThatThrownBy(() -> new WebhookConfig(true, null, new Secret("http://h"), "", 0, "1d"))
        .hasMessage("not a valid duration: \"1d\"");
    assertThat(new WebhookConfig(true, null, new Secret("http://h"), "", 0, "1m1.5s").limit())
        .hasSeconds(61);
  }

  private final class Recorder implements OutgoingClient {
    @Override
    public Response send(Request request) {
      requests.add(request);
      return new Answer();
    }

    @Override
    public void close() {}
  }

  private final class Answer implements OutgoingClient.Response {
    @Override
    public int status() {
      return status;
    }

    @Override
    public String reason() {
      return "";
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
      return new ByteArrayInputStream("why\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
