package io.pharos.web.api;

import io.pharos.spi.http.HttpRequest;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET of a test. */
record PlayedRequest(
    String path, Map<String, List<String>> query, Map<String, String> pathParameters, String accept)
    implements HttpRequest {
  static PlayedRequest of(String path, String... namesAndValues) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.computeIfAbsent(namesAndValues[i], _ -> new ArrayList<>()).add(namesAndValues[i + 1]);
    }
    return new PlayedRequest(path, query, Map.of(), "");
  }

  PlayedRequest with(String name, String value) {
    return new PlayedRequest(path, query, Map.of(name, value), accept);
  }

  PlayedRequest accepting(String header) {
    return new PlayedRequest(path, query, pathParameters, header);
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
  public String rawQuery() {
    return "";
  }

  @Override
  public String pathParameter(String name) {
    return pathParameters.getOrDefault(name, "");
  }

  @Override
  public Map<String, List<String>> parameters() {
    return query;
  }

  @Override
  public @Nullable String header(String name) {
    return name.equals("Accept") ? accept : null;
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
    return "127.0.0.1:4711";
  }

  @Override
  public @Nullable String user() {
    return null;
  }
}
