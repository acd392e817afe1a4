package io.pharos.kernel.web;

import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says through which proxy a request goes. Immutable. */
final class ProxyChoice {
  private static final ProxyChoice NONE = new ProxyChoice(null, null, List.of(), Map.of());

  private final @Nullable URI forHttp;
  private final @Nullable URI forHttps;
  private final List<String> direct;
  private final Map<String, List<Secret>> connectHeaders;

  private ProxyChoice(
      @Nullable URI forHttp,
      @Nullable URI forHttps,
      List<String> direct,
      Map<String, List<Secret>> connectHeaders) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.direct = direct;
    this.connectHeaders = connectHeaders;
  }

  static ProxyChoice of(
      String url, String noProxy, boolean fromEnvironment, Map<String, List<Secret>> headers) {
    if (fromEnvironment) {
      return new ProxyChoice(
          read("HTTP_PROXY", environment("HTTP_PROXY")),
          read("HTTPS_PROXY", environment("HTTPS_PROXY")),
          split(environment("NO_PROXY")),
          headers);
    }
    URI proxy = read("proxy_url", url);
    return proxy == null ? NONE : new ProxyChoice(proxy, proxy, split(noProxy), headers);
  }

  private static String environment(String name) {
    String upper = System.getenv(name);
    String value = upper != null ? upper : System.getenv(name.toLowerCase(Locale.ROOT));
    return value == null ? "" : value;
  }

  private static @Nullable URI read(String where, String text) {
    if (text.isEmpty()) {
      return null;
    }
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, where + ": the URL of a proxy cannot be read", e);
    }
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new ConfigException(
          where + ": a proxy is reached by http:// and its host [scheme=" + uri.getScheme() + "]");
    }
    return uri;
  }

  private static List<String> split(String list) {
    List<String> entries = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip().toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(entries);
  }

  /** The proxy for a request, null for none. */
  @Nullable URI choose(URI target) {
    URI proxy = "https".equals(target.getScheme()) ? forHttps : forHttp;
    return proxy == null || isDirect(target) ? null : proxy;
  }

  /** Headers for {@code CONNECT}: configured ones and the credentials in the proxy's URL. */
  List<String> connectHeaders(URI proxy) {
    List<String> headers = new ArrayList<>();
    connectHeaders.forEach(
        (name, values) -> values.forEach(value -> headers.addAll(List.of(name, value.reveal()))));
    String user = authorization(proxy);
    if (user != null) {
      headers.addAll(List.of("Proxy-Authorization", user));
    }
    return headers;
  }

  /** What a URL's user and password make as a header, null without them. */
  static @Nullable String authorization(URI uri) {
    String user = uri.getUserInfo();
    return user == null
        ? null
        : "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (user.contains(":") ? user : user + ":").getBytes(StandardCharsets.UTF_8));
  }

  private boolean isDirect(URI target) {
    String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
    String port = Integer.toString(JdkHttpClient.port(target));
    for (String entry : direct) {
      if (entry.equals("*") || matches(entry, host, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, String port) {
    if (entry.indexOf('/') > 0) {
      return inNetwork(entry, host);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    if (colon > 0 && entry.indexOf(':') == colon) {
      if (!entry.substring(colon + 1).equals(port)) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    if (name.startsWith("*.")) {
      name = name.substring(1);
    }
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name);
  }

  private static boolean inNetwork(String network, String host) {
    if (!host.matches("[0-9.]+|\\[?[0-9a-f:.]+]?")) {
      return false; // names are not looked up for this
    }
    try {
      int slash = network.indexOf('/');
      byte[] base = InetAddress.getByName(network.substring(0, slash)).getAddress();
      byte[] address = InetAddress.getByName(host).getAddress();
      int bits = Integer.parseInt(network.substring(slash + 1));
      if (base.length != address.length || bits < 0 || bits > 8 * base.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((base[i / 8] & mask) != (address[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException | NumberFormatException e) {
      return false;
    }
  }
}
