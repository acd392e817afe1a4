package io.pharos.kernel.web;

import io.pharos.spi.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a handler writes its answer to. An answer that says {@code Vary: Accept-Encoding} is
 * compressed where the client accepts that, by the original's rule: the first element of the header
 * that is exactly gzip or deflate. Confined to the thread of its handler.
 */
final class ServedResponse implements HttpResponse {
  /** Little CPU for most of the gain: answers are made once and read once. */
  private static final int LEVEL = 3;

  private static final int BUFFER_BYTES = 8 << 10;

  /** Opens the stream of the body; status and headers are set by then. */
  @FunctionalInterface
  interface Body {
    OutputStream open() throws IOException;
  }

  private final Response response;
  private final @Nullable String acceptEncoding;
  private final Body body;
  private int status = 200;
  private @Nullable OutputStream out;

  ServedResponse(Response response, @Nullable String acceptEncoding, Body body) {
    this.response = response;
    this.acceptEncoding = acceptEncoding;
    this.body = body;
  }

  @Override
  public HttpResponse status(int code) {
    status = code;
    return this;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public HttpResponse header(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  @Override
  public OutputStream body() throws IOException {
    OutputStream open = out;
    if (open == null) {
      open = open();
      out = open;
    }
    return open;
  }

  private OutputStream open() throws IOException {
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    String coding = headers.contains(HttpHeader.CONTENT_ENCODING) ? null : coding(headers);
    if (coding == null) {
      return body.open();
    }
    headers.put(HttpHeader.CONTENT_ENCODING, coding);
    headers.remove(HttpHeader.CONTENT_LENGTH);
    if (coding.equals("gzip")) {
      return new FastGzip(body.open());
    }
    return new Deflating(body.open());
  }

  private @Nullable String coding(HttpFields headers) {
    if (acceptEncoding == null || !varies(headers)) {
      return null;
    }
    for (String element : acceptEncoding.split(",", -1)) {
      String coding = element.strip();
      if (coding.equals("gzip") || coding.equals("deflate")) {
        return coding;
      }
    }
    return null;
  }

  private static boolean varies(HttpFields headers) {
    for (HttpField field : headers.getFields(HttpHeader.VARY)) {
      if (field.contains("Accept-Encoding")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isCommitted() {
    return out != null;
  }

  /** Sends what is left, or an answer without a body if the handler has opened none. */
  void finish() throws IOException {
    OutputStream open = out;
    if (open != null) {
      open.close();
    } else {
      response.setStatus(status);
      body.open().close();
    }
  }

  /** Forgets all headers that the handler has set; nothing may be sent yet. */
  void forget() {
    response.getHeaders().clear();
    status = 200;
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(LEVEL);
    }
  }

  private static final class Deflating extends DeflaterOutputStream {
    Deflating(OutputStream out) {
      super(out, new Deflater(LEVEL), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        def.end();
      }
    }
  }
}
