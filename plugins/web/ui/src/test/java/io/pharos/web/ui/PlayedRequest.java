package io.pharos.web.ui;

import io.pharos.spi.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET as the host would hand it over. Immutable. */
record PlayedRequest(String path, String rawQuery, String file, List<String> acceptEncoding)
    implements HttpRequest {
  PlayedRequest(String path) {
    this(path, "", "", List.of());
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String rawPath() {
    return path;
  }

  @Override
  public String pathParameter(String name) {
    return file;
  }

  @Override
  public Map<String, List<String>> query() {
    return Map.of();
  }

  @Override
  public Map<String, List<String>> parameters() {
    return Map.of();
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  @Override
  public List<String> headers(String name) {
    return name.equalsIgnoreCase("Accept-Encoding") ? acceptEncoding : List.of();
  }

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }

  @Override
  public long contentLength() {
    return -1;
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1:1";
  }

  @Override
  public @Nullable String user() {
    return null;
  }
}
