package io.pharos.web.api;

import io.pharos.spi.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An answer of a test. */
final class PlayedResponse implements HttpResponse {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, String> headers = new TreeMap<>();
  private int status = 200;

  String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
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
    return out;
  }

  @Override
  public boolean isCommitted() {
    return out.size() > 0;
  }
}
