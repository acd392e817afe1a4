package io.pharos.discovery.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.testkit.discovery.CollectingSink;
import io.pharos.testkit.discovery.DiscoveryContract;
import io.pharos.testkit.runtime.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpDiscoveryTest extends DiscoveryContract<HttpConfig> {
  private final Endpoint endpoint = new Endpoint();

  @Override
  protected DiscoveryFactory<HttpConfig> factory() {
    return new HttpDiscoveryFactory();
  }

  @Override
  protected HttpConfig config() {
    return new HttpConfig("http://sd/list", Duration.ofSeconds(1), HttpClientConfig.plain());
  }

  @Override
  protected FakeContext context() {
    return super.context().withHttp(endpoint);
  }

  @Test
  void keepsTheLastGoodList() {
    CollectingSink sink = new CollectingSink();
    try (Discoverer discoverer = factory().create(config(), context())) {
      discoverer.start(sink);
      context().time().advance(Duration.ofSeconds(1));
      assertThat(sink.targets()).hasSize(2);
      assertThat(endpoint.asked)
          .containsEntry("Accept", "application/json")
          .containsEntry("X-Prometheus-Refresh-Interval-Seconds", "1");

      endpoint.status = 500;
      context().time().advance(Duration.ofSeconds(1));
      assertThat(sink.targets()).hasSize(2);

      endpoint.status = 200;
      endpoint.type = "text/plain";
      context().time().advance(Duration.ofSeconds(1));
      assertThat(sink.targets()).hasSize(2);

      endpoint.type = "Application/JSON; charset=UTF-8";
      endpoint.body = "[]";
      context().time().advance(Duration.ofSeconds(1));
      assertThat(sink.targets()).isEmpty();
    }
  }

  /** Answers a list of targets. Thread-safe. */
  private static final class Endpoint implements HttpClients, OutgoingClient {
    private volatile int status = 200;
    private volatile String type = "application/json";
    private volatile String body = "[{\"targets\": [\"a:1\"]}, {\"targets\": [\"b:2\"]}]";
    private volatile java.util.Map<String, String> asked = java.util.Map.of();

    @Override
    public OutgoingClient open(HttpClientConfig config) {
      return this;
    }

    @Override
    public Response send(Request request) {
      asked = request.headers();
      return new Answer(status, type, body);
    }

    @Override
    public void close() {}
  }

  private record Answer(int status, String type, String text) implements OutgoingClient.Response {
    @Override
    public String reason() {
      return "";
    }

    @Override
    public @Nullable String header(String name) {
      return name.equals("Content-Type") ? type : null;
    }

    @Override
    public List<String> headers(String name) {
      return name.equals("Content-Type") ? List.of(type) : List.of();
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
