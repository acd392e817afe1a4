package io.pharos.notify.basic;

import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.runtime.Context;
import io.pharos.toolkit.json.Json;
import io.pharos.toolkit.template.NotificationTemplate;
import io.pharos.toolkit.template.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Posts notifications as JSON to an address. Thread-safe. */
final class WebhookNotifier implements Notifier {
  private static final int MAX_ANSWER = 16 << 10;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final WebhookConfig config;
  private final OutgoingClient client;
  private final String userAgent;

  WebhookNotifier(WebhookConfig config, Context context) {
    this.config = config;
    HttpClientConfig http = config.httpConfig();
    this.client = context.http().open(http == null ? HttpClientConfig.plain() : http);
    this.userAgent = "Alertmanager/" + context.server().version();
  }

  @Override
  public boolean sendsResolved() {
    return config.sendResolved();
  }

  @Override
  public void notify(Notification notification) throws InterruptedException {
    WebhookMessage message = WebhookMessage.of(notification, config.maxAlerts());
    byte[] body = (Json.write(message.json()) + "\n").getBytes(StandardCharsets.UTF_8);
    Duration timeout = config.limit().isZero() ? LONGEST : config.limit();
    OutgoingClient.Request request =
        new OutgoingClient.Request(
            "POST",
            address(message.shown()),
            Map.of("Content-Type", "application/json", "User-Agent", userAgent),
            ByteBuffer.wrap(body),
            timeout);
    try (OutgoingClient.Response response = client.send(request)) {
      check(response);
    }
  }

  private URI address(Notification notification) {
    Secret url = config.url();
    try {
      String text =
          url == null ? Files.readString(Path.of(config.urlFile())).strip() : url.reveal();
      String address = text.contains("{{") ? NotificationTemplate.expand(text, notification) : text;
      if (address.isEmpty()) {
        throw new RemoteException(
            RemoteException.Code.REFUSED, "webhook URL is empty after templating");
      }
      return Urls.parse(address);
    } catch (IOException e) {
      throw new RemoteException(
          RemoteException.Code.REFUSED,
          "url_file cannot be read [file=" + config.urlFile() + "]: " + e.getMessage(),
          e);
    } catch (TemplateException | ConfigException e) {
      throw new RemoteException(
          RemoteException.Code.REFUSED, "webhook URL cannot be used: " + e.getMessage(), e);
    }
  }

  private static void check(OutgoingClient.Response response) {
    int status = response.status();
    if (status >= 200 && status < 300) {
      return;
    }
    String answer = "";
    try (InputStream in = response.body()) {
      answer = new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      answer = "answer cannot be read: " + e.getMessage();
    }
    boolean again = status >= 500 && status < 600;
    throw new RemoteException(
        again ? RemoteException.Code.UNREACHABLE : RemoteException.Code.REFUSED,
        "unexpected status code " + status + (answer.isEmpty() ? "" : ": " + answer));
  }

  @Override
  public void close() {
    client.close();
  }
}
