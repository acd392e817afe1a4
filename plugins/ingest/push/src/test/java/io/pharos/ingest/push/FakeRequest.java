package io.pharos.ingest.push;

import io.pharos.spi.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a test makes up. */
@SuppressWarnings("ArrayRecordComponent")
record FakeRequest(String method, String target, Map<String, String> headers, byte[] content)
    implements HttpRequest {
  @Override
  public String path() {
    return rawPath();
  }

  @Override
  public String rawPath() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  @Override
  public String rawQuery() {
    int question = target.indexOf('?');
    return question < 0 ? "" : target.substring(question + 1);
  }

  @Override
  public String pathParameter(String name) {
    throw new AssertionError("the path is read as a whole");
  }

  @Override
  public Map<String, List<String>> query() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : rawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query
            .computeIfAbsent(pair.substring(0, equals), key -> new ArrayList<>())
            .add(pair.substring(equals + 1));
      }
    }
    return query;
  }

  @Override
  public Map<String, List<String>> parameters() {
    return query();
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<String> headers(String name) {
    String value = header(name);
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public long contentLength() {
    return content.length;
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1:40000";
  }

  @Override
  public @Nullable String user() {
    return null;
  }
}
