package io.pharos.kernel.web;

import io.pharos.kernel.host.HostActions;
import io.pharos.kernel.host.PluginRoute;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.ServerInfo.State;
import io.pharos.testkit.runtime.FakeMetrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A host on a free port with a real client in front of it. */
final class HostFixture implements AutoCloseable {
  final FakeMetrics metrics = new FakeMetrics();
  final AtomicInteger reloads = new AtomicInteger();
  final CountDownLatch quit = new CountDownLatch(1);
  final JettyWebHost host = new JettyWebHost(metrics, new SystemClock());
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable ConfigException refused;

  HostFixture() {
    this("", "https?://(a|b)\\.example", true);
  }

  HostFixture(String prefix, String cors, boolean lifecycle) {
    host.open(
        List.of(
            new SiteSettings(
                "server",
                "Prometheus Server",
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                "http://localhost" + prefix,
                prefix,
                cors,
                lifecycle,
                512,
                Duration.ofMinutes(5),
                null)),
        new HostActions() {
          @Override
          public void reload() {
            reloads.incrementAndGet();
            ConfigException error = refused;
            if (error != null) {
              throw error;
            }
          }

          @Override
          public void quit() {
            quit.countDown();
          }
        });
  }

  void refuseReloads(String reason) {
    refused = new ConfigException(reason);
  }

  HostFixture ready(Route... routes) {
    publish(routes);
    host.state(State.READY);
    return this;
  }

  void publish(Route... routes) {
    List<PluginRoute> all = new ArrayList<>();
    Arrays.stream(routes).forEach(route -> all.add(new PluginRoute("test", route)));
    host.publish(all);
  }

  int port() {
    return host.addresses("server").getFirst().getPort();
  }

  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    return sendBody(method, path, null, headers);
  }

  HttpResponse<String> sendBody(
      String method, String path, @Nullable String body, String... headers) throws Exception {
    return client.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  HttpRequest request(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder.build();
  }

  @Override
  public void close() {
    client.close();
    host.close();
  }

  private static final class SystemClock implements Clock {
    @Override
    public long millis() {
      return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }
}
