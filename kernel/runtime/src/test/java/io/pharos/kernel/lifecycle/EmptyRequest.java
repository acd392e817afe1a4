package io.pharos.kernel.lifecycle;

import io.pharos.spi.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET of a path and nothing more. */
record EmptyRequest(String path) implements HttpRequest {
  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String rawPath() {
    return path;
  }

  @Override
  public String rawQuery() {
    return "";
  }

  @Override
  public String pathParameter(String name) {
    throw new IllegalArgumentException(name);
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
    return null;
  }

  @Override
  public List<String> headers(String name) {
    return List.of();
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
