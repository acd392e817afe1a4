package io.pharos.kernel.web;

import io.pharos.spi.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What a handler sees of a request. Confined to the thread of its handler. */
final class ServedRequest implements HttpRequest {
  /** A form may be so long, as in the original. */
  static final int MAX_FORM_BYTES = 10 << 20;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";

  /** Opens the body. */
  @FunctionalInterface
  interface Body {
    InputStream open() throws IOException;
  }

  private final Request request;
  private final Target target;
  private final Body body;
  private final Runnable onBodyRead;
  private @Nullable Map<String, List<String>> query;
  private @Nullable Map<String, List<String>> parameters;

  /**
   * A request for a route.
   *
   * @param onBodyRead is called when a form has been read to its end
   */
  ServedRequest(Request request, Target target, Body body, Runnable onBodyRead) {
    this.request = request;
    this.target = target;
    this.body = body;
    this.onBodyRead = onBodyRead;
  }

  /** The route of a request and how it was reached. Immutable. */
  record Target(
      ServedRoute route,
      Map<String, String> pathParameters,
      String path,
      String rawPath,
      @Nullable String user) {}

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return target.path();
  }

  @Override
  public String rawPath() {
    return target.rawPath();
  }

  @Override
  public String rawQuery() {
    String text = request.getHttpURI().getQuery();
    return text == null ? "" : text;
  }

  @Override
  public String pathParameter(String name) {
    String value = target.pathParameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  @Override
  public Map<String, List<String>> query() {
    Map<String, List<String>> known = query;
    if (known == null) {
      known = PathText.form(rawQuery());
      query = known;
    }
    return known;
  }

  @Override
  public Map<String, List<String>> parameters() {
    Map<String, List<String>> known = parameters;
    if (known == null) {
      known = hasForm() ? formAndQuery() : query();
      parameters = known;
    }
    return known;
  }

  private boolean hasForm() {
    boolean may =
        switch (method()) {
          case "POST", "PUT", "PATCH" -> true;
          default -> false;
        };
    return may && (contentType().equals(FORM) || contentType().equals(MULTIPART));
  }

  private String contentType() {
    String type = header("Content-Type");
    return type == null ? "" : type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
  }

  private Map<String, List<String>> formAndQuery() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    try {
      byte[] form = body().readNBytes(MAX_FORM_BYTES + 1);
      if (form.length > MAX_FORM_BYTES) {
        throw new UncheckedIOException("http: POST too large", new IOException("form too large"));
      }
      String text = new String(form, StandardCharsets.UTF_8);
      if (contentType().equals(FORM)) {
        PathText.readForm(text, all);
      } else {
        PathText.readMultipart(text, String.valueOf(header("Content-Type")), all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    onBodyRead.run();
    query()
        .forEach(
            (name, values) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
    return all;
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (HttpField field : request.getHeaders().getFields(name)) {
      values.add(field.getValue() == null ? "" : field.getValue());
    }
    return values;
  }

  @Override
  public InputStream body() throws IOException {
    return body.open();
  }

  @Override
  public long contentLength() {
    return request.getLength();
  }

  @Override
  public String remoteAddress() {
    return Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
  }

  @Override
  public @Nullable String user() {
    return target.user();
  }
}
