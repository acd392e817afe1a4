package io.pharos.spi.http;

import io.pharos.spi.Experimental;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The answer; status and headers first, then the body, which the host compresses where the client
 * accepts it. Confined to the thread of its handler.
 */
@Experimental(since = "0.1")
public interface HttpResponse {
  /** 200 unless set. */
  HttpResponse status(int code);

  int status();

  /** Sets a header, in place of an earlier one of this name. */
  HttpResponse header(String name, String value);

  /** The body's stream; the first byte sends status and headers. The host closes it. */
  OutputStream body() throws IOException;

  /** Whether status and headers are sent. */
  boolean isCommitted();

  /** A whole body of text, with its content type. */
  default void text(String contentType, String text) throws IOException {
    header("Content-Type", contentType);
    body().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
