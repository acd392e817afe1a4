package io.pharos.ingest.scrape;

import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.http.OutgoingClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Outgoing HTTP that answers what a test says. Thread-safe. */
final class PlayedClient implements HttpClients, OutgoingClient {
  private final Function<Request, Answer> answers;
  private final List<Request> requests = new ArrayList<>();

  PlayedClient(Function<Request, Answer> answers) {
    this.answers = answers;
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public OutgoingClient open(HttpClientConfig config) {
    return this;
  }

  @Override
  public Response send(Request request) {
    synchronized (this) {
      requests.add(request);
    }
    return answers.apply(request);
  }

  @Override
  public void close() {}

  /** What is answered. */
  static final class Answer implements Response {
    private final int status;
    private final String reason;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, String reason, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.reason = reason;
      this.headers = headers;
      this.body = body;
    }

    static Answer text(String body) {
      return new Answer(
          200,
          "OK",
          Map.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
          body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public String reason() {
      return reason;
    }

    @Override
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    @Override
    public List<String> headers(String name) {
      String value = headers.get(name);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {}
  }
}
