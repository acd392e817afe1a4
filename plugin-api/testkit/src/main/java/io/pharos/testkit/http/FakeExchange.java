package io.pharos.testkit.http;

import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, and the answer that a route's handler gives to it. Confined to one thread. */
public final class FakeExchange {
  private final String method;
  private final String path;
  private final String rawQuery;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> pathParameters = new LinkedHashMap<>();
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private byte[] body = new byte[0];
  private int status = 200;

  private FakeExchange(String method, String target) {
    this.method = method;
    int mark = target.indexOf('?');
    path = mark < 0 ? target : target.substring(0, mark);
    rawQuery = mark < 0 ? "" : target.substring(mark + 1);
  }

  /** A request for a path with its query as it is sent. */
  public static FakeExchange of(String method, String target) {
    return new FakeExchange(method, target);
  }

  /** With a body. */
  public FakeExchange body(String contentType, String text) {
    headers.put("content-type", contentType);
    body = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** With a header. */
  public FakeExchange header(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /** Hands the request to the route of these that takes it. */
  public FakeExchange send(List<Route> routes) {
    for (Route route : routes) {
      if (route.methods().contains(method) && matches(route.path())) {
        return send(route.handler());
      }
    }
    status = 404;
    return this;
  }

  /** Hands the request to a handler. */
  public FakeExchange send(HttpHandler handler) {
    try {
      handler.handle(new Request(), new Response());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("handler failed", e);
    }
    return this;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The body of the answer. */
  public String text() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** A header of the answer, "" if it is not there. */
  public String answerHeader(String name) {
    return Optional.ofNullable(answerHeaders.get(name.toLowerCase(Locale.ROOT))).orElse("");
  }

  private boolean matches(String pattern) {
    String[] want = pattern.split("/", -1);
    String[] have = path.split("/", -1);
    if (want.length != have.length) {
      return false;
    }
    pathParameters.clear();
    for (int i = 0; i < want.length; i++) {
      if (want[i].startsWith("{")) {
        pathParameters.put(want[i].substring(1, want[i].length() - 1), decoded(have[i]));
      } else if (!want[i].equals(have[i])) {
        return false;
      }
    }
    return true;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> form(String text) {
    Map<String, List<String>> form = new LinkedHashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      form.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return form;
  }

  private final class Request implements HttpRequest {
    @Override
    public String method() {
      return method;
    }

    @Override
    public String path() {
      return decoded(path);
    }

    @Override
    public String rawPath() {
      return path;
    }

    @Override
    public String rawQuery() {
      return rawQuery;
    }

    @Override
    public String pathParameter(String name) {
      return Optional.ofNullable(pathParameters.get(name)).orElseThrow();
    }

    @Override
    public Map<String, List<String>> query() {
      return form(rawQuery);
    }

    @Override
    public Map<String, List<String>> parameters() {
      boolean posted = "application/x-www-form-urlencoded".equals(headers.get("content-type"));
      Map<String, List<String>> all = form(posted ? new String(body, StandardCharsets.UTF_8) : "");
      query().forEach((name, values) -> all.merge(name, values, FakeExchange::joined));
      return all;
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
      return new ByteArrayInputStream(body);
    }

    @Override
    public long contentLength() {
      return body.length;
    }

    @Override
    public String remoteAddress() {
      return "127.0.0.1:50000";
    }

    @Override
    public @Nullable String user() {
      return null;
    }
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private final class Response implements HttpResponse {
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
      answerHeaders.put(name.toLowerCase(Locale.ROOT), value);
      return this;
    }

    @Override
    public OutputStream body() {
      return answer;
    }

    @Override
    public boolean isCommitted() {
      return answer.size() > 0;
    }
  }
}
