package io.pharos.testkit.http;

import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.http.OutgoingClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The other side of outgoing HTTP: answers the same to everyone and keeps requests. Thread-safe.
 */
public final class FakeHttp implements HttpClients {
  private final List<OutgoingClient.Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answer answer = new Answer(200, Map.of(), "");

  /** Answers so from now on. */
  public FakeHttp answer(int status, String contentType, String body) {
    answer = new Answer(status, Map.of("Content-Type", contentType), body);
    return this;
  }

  /** What was asked, oldest first. */
  public List<OutgoingClient.Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public OutgoingClient open(HttpClientConfig config) {
    return new OutgoingClient() {
      @Override
      public Response send(Request request) {
        requests.add(request);
        return answer;
      }

      @Override
      public void close() {}
    };
  }

  /** One answer. Immutable. */
  private record Answer(int status, Map<String, String> answerHeaders, String text)
      implements OutgoingClient.Response {
    @Override
    public String reason() {
      return "";
    }

    @Override
    public @Nullable String header(String name) {
      for (Map.Entry<String, String> header : answerHeaders.entrySet()) {
        if (header.getKey().equalsIgnoreCase(name)) {
          return header.getValue();
        }
      }
      return null;
    }

    @Override
    public List<String> headers(String name) {
      String value = header(name);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
