package io.pharos.spi.http;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests. Thread-safe; blocks the calling thread, an interrupt ends the exchange. */
@Experimental(since = "0.1")
public interface OutgoingClient extends AutoCloseable {
  /**
   * Sends a request and answers when the headers of the response are there.
   *
   * @throws io.pharos.spi.error.RemoteException of code UNREACHABLE or TIMEOUT, with the cause in
   *     the original's words where users know them
   */
  Response send(Request request) throws InterruptedException;

  @Override
  void close();

  /**
   * What is sent. Immutable; a body is not to be changed.
   *
   * @param timeout for the whole exchange, the body too
   */
  record Request(
      String method,
      URI uri,
      Map<String, String> headers,
      @Nullable ByteBuffer body,
      Duration timeout) {
    public Request {
      requireNonNull(method, "method");
      requireNonNull(uri, "uri");
      headers = Map.copyOf(headers);
      requireNonNull(timeout, "timeout");
    }

    /** A GET. */
    public static Request get(URI uri, Map<String, String> headers, Duration timeout) {
      return new Request("GET", uri, headers, null, timeout);
    }
  }

  /** What came back; close it. Confined to one thread. */
  interface Response extends AutoCloseable {
    int status();

    /** The words behind the status, or "" (HTTP/2 has none). */
    String reason();

    /** The first header of a name in any case, null without one. */
    @Nullable String header(String name);

    /** All headers of a name in any case. */
    List<String> headers(String name);

    /** The body as it was sent: compressed if the request accepted that. Fails past the timeout. */
    InputStream body() throws IOException;

    @Override
    void close();
  }
}
