package io.pharos.web.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what is answered. Confined to the thread of the test. */
final class PlayedResponse implements HttpResponse {
  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;

  String text() {
    return body.toString(UTF_8);
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
    headers.put(name, value);
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
