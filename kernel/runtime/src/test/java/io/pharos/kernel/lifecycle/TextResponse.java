package io.pharos.kernel.lifecycle;

import io.pharos.spi.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the body. */
final class TextResponse implements HttpResponse {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;

  String text() {
    return body.toString(StandardCharsets.UTF_8);
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
    return this;
  }

  @Override
  public OutputStream body() {
    return body;
  }

  @Override
  public boolean isCommitted() {
    return body.size() > 0;
  }
}
