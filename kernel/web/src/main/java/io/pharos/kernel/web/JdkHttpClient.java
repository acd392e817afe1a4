package io.pharos.kernel.web;

import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.runtime.Clock;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One configured client. Thread-safe. */
final class JdkHttpClient implements OutgoingClient {
  private static final int MAX_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> SENSITIVE =
      Set.of("authorization", "www-authenticate", "cookie");

  private final Clock clock;
  private final HttpClientConfig config;
  private final ProxyChoice proxies;
  private final ConnectionPool pool;
  private final Dialer dialer;

  JdkHttpClient(Clock clock, HttpClientConfig config, TlsContexts tls, ProxyChoice proxies) {
    this.clock = clock;
    this.config = config;
    this.proxies = proxies;
    this.pool = new ConnectionPool(clock);
    this.dialer = new Dialer(clock, tls, proxies, pool::clear);
  }

  /** One request of an exchange; redirects make further ones. */
  private record Step(
      String method,
      URI uri,
      @Nullable ByteBuffer body,
      @Nullable String referer,
      boolean trusted) {}

  @Override
  public Response send(Request request) throws InterruptedException {
    long deadline = clock.nanos() + request.timeout().toNanos();
    Step step = new Step(request.method(), request.uri(), request.body(), null, true);
    String shown = request.uri().toString();
    try {
      for (int redirects = 0; ; redirects++) {
        WireResponse response = exchange(request.headers(), step, deadline);
        String location = response.header("Location");
        if (!config.followRedirects()
            || location == null
            || !REDIRECTS.contains(response.status())) {
          return response;
        }
        response.close();
        shown = location;
        if (redirects + 1 >= MAX_REDIRECTS) {
          throw new IOException("stopped after 10 redirects");
        }
        step = redirected(step, request.uri(), location, response.status());
        shown = step.uri().toString();
      }
    } catch (IOException | IllegalArgumentException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw (InterruptedException) new InterruptedException("the request was ended").initCause(e);
      }
      throw failure(request.method(), shown, e);
    }
  }

  private static RemoteException failure(String method, String url, Exception cause) {
    String name = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    boolean timeout = cause instanceof SocketTimeoutException;
    String reason = timeout ? WireConnection.TIMED_OUT : cause.getMessage();
    return new RemoteException(
        timeout ? RemoteException.Code.TIMEOUT : RemoteException.Code.UNREACHABLE,
        name + " \"" + url + "\": " + reason,
        cause);
  }

  private static Step redirected(Step from, URI first, String location, int status) {
    URI target = from.uri().resolve(location);
    boolean keepsMethod =
        status >= 307 || from.method().equals("GET") || from.method().equals("HEAD");
    boolean downgrade =
        "https".equals(from.uri().getScheme()) && !"https".equals(target.getScheme());
    return new Step(
        keepsMethod ? from.method() : "GET",
        target,
        status >= 307 ? from.body() : null,
        downgrade ? null : withoutUser(from.uri()),
        from.trusted() && isWithin(target.getHost(), first.getHost()));
  }

  private static String withoutUser(URI uri) {
    String text = uri.toString();
    String user = uri.getRawUserInfo();
    return user == null ? text : text.replaceFirst(Pattern.quote(user + "@"), "");
  }

  private static boolean isWithin(@Nullable String host, @Nullable String domain) {
    return host != null
        && domain != null
        && (host.equalsIgnoreCase(domain)
            || host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT)));
  }

  private WireResponse exchange(Map<String, String> headers, Step step, long deadline)
      throws IOException {
    URI uri = step.uri();
    String scheme = uri.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IOException(
          "unsupported protocol scheme \"" + (scheme == null ? "" : scheme) + "\"");
    }
    if (uri.getHost() == null) {
      throw new IOException("http: no Host in request URL");
    }
    URI proxy = proxies.choose(uri);
    String key =
        scheme + "://" + uri.getHost() + ":" + port(uri) + (proxy == null ? "" : " by " + proxy);
    byte[] head = head(headers, step, proxy);
    dialer.refresh(scheme);
    WireConnection kept = reusable(key, step.method());
    if (kept != null) {
      try {
        return exchange(kept, key, head, step, deadline);
      } catch (EOFException | SocketException e) {
        if (!SAFE.contains(step.method()) || Thread.currentThread().isInterrupted()) {
          throw e;
        } // the server had closed it meanwhile: once more on a new one
      }
    }
    return exchange(dialer.connect(uri, proxy, deadline), key, head, step, deadline);
  }

  private @Nullable WireConnection reusable(String key, String method) {
    while (true) {
      WireConnection kept = pool.take(key);
      if (kept == null || SAFE.contains(method) || !kept.isStale()) {
        return kept;
      }
      kept.close();
    }
  }

  private WireResponse exchange(
      WireConnection connection, String key, byte[] head, Step step, long deadline)
      throws IOException {
    boolean sent = false;
    try {
      connection.deadline(deadline);
      ByteBuffer body = step.body();
      try (Dialer.Watchdog _ = dialer.watch(connection, body, deadline)) {
        connection.write(head, body);
      }
      WireConnection.Head answer = connection.readHead();
      WireResponse response =
          new WireResponse(step.method(), connection, answer, () -> pool.give(key, connection));
      sent = true;
      return response;
    } finally {
      if (!sent) {
        connection.close();
      }
    }
  }

  private byte[] head(Map<String, String> headers, Step step, @Nullable URI proxy)
      throws IOException {
    URI uri = step.uri();
    List<String> lines = new ArrayList<>(16);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (step.trusted() || !SENSITIVE.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        lines.add(header.getKey());
        lines.add(header.getValue());
      }
    }
    if (step.trusted()) {
      Credentials.addTo(lines, config);
    }
    String user = ProxyChoice.authorization(uri);
    if (user != null && !has(lines, "Authorization")) {
      lines.addAll(List.of("Authorization", user));
    }
    if (step.referer() != null) {
      lines.addAll(List.of("Referer", step.referer()));
    }
    boolean absolute = proxy != null && "http".equals(uri.getScheme());
    if (proxy != null && absolute) {
      String authorization = ProxyChoice.authorization(proxy);
      if (authorization != null) {
        lines.addAll(List.of("Proxy-Authorization", authorization));
      }
    }
    ByteBuffer body = step.body();
    if (body != null || !SAFE.contains(step.method())) {
      lines.addAll(
          List.of("Content-Length", Integer.toString(body == null ? 0 : body.remaining())));
    }
    return text(step.method(), absolute ? absolute(uri) : target(uri), authority(uri), lines);
  }

  /** A request line and headers as they go over the wire; nothing in them may break a line. */
  static byte[] text(String method, String target, String host, List<String> headers)
      throws IOException {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    if (!has(headers, "Host")) {
      text.append("Host: ").append(host).append("\r\n");
    }
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i);
      String value = headers.get(i + 1);
      if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
        throw new IOException("net/http: invalid header field value for \"" + name + "\"");
      }
      text.append(name).append(": ").append(value).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean has(List<String> headers, String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static String target(URI uri) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  private static String absolute(URI uri) {
    return uri.getScheme() + "://" + authority(uri) + target(uri);
  }

  private static String authority(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public void close() {
    pool.close();
    dialer.close();
  }
}
