package io.pharos.ingest.push;

import io.pharos.spi.http.HttpResponse;
import io.pharos.toolkit.exposition.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer that a test reads. */
final class FakeResponse implements HttpResponse {
  private final Map<String, String> headers = new TreeMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;

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
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  @Override
  public OutputStream body() {
    return body;
  }

  @Override
  public boolean isCommitted() {
    return body.size() > 0;
  }

  String text() {
    byte[] bytes = body.toByteArray();
    return Utf8.lenient(bytes, 0, bytes.length);
  }
}
