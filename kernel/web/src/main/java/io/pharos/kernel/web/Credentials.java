package io.pharos.kernel.web;

import io.pharos.spi.config.Secret;
import io.pharos.spi.http.HttpClientConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that say who a client is; files behind them are read for each request. */
final class Credentials {
  private Credentials() {}

  /** Adds names and values in turn. */
  static void addTo(List<String> headers, HttpClientConfig config) throws IOException {
    String authorization = authorization(config);
    if (authorization != null) {
      headers.add("Authorization");
      headers.add(authorization);
    }
    for (Map.Entry<String, HttpClientConfig.Header> entry : config.httpHeaders().entrySet()) {
      HttpClientConfig.Header header = entry.getValue();
      for (String value : header.values()) {
        headers.add(entry.getKey());
        headers.add(value);
      }
      for (Secret value : header.secrets()) {
        headers.add(entry.getKey());
        headers.add(value.reveal());
      }
      for (String file : header.files()) {
        headers.add(entry.getKey());
        headers.add(read("headers file", file));
      }
    }
  }

  private static @Nullable String authorization(HttpClientConfig config) throws IOException {
    HttpClientConfig.BasicAuth basic = config.basicAuth();
    if (basic != null) {
      String user = choose("basic auth username", basic.username(), basic.usernameFile());
      String password = choose("basic auth password", text(basic.password()), basic.passwordFile());
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }
    HttpClientConfig.Authorization authorization = config.authorization();
    if (authorization != null) {
      return authorization.type()
          + " "
          + choose(
              "authorization credentials",
              text(authorization.credentials()),
              authorization.credentialsFile());
    }
    if (config.bearerToken() != null || !config.bearerTokenFile().isEmpty()) {
      return "Bearer "
          + choose(
              "authorization credentials", text(config.bearerToken()), config.bearerTokenFile());
    }
    return null;
  }

  private static String text(@Nullable Secret secret) {
    return secret == null ? "" : secret.reveal();
  }

  private static String choose(String what, String inline, String file) throws IOException {
    return file.isEmpty() ? inline : read(what, file);
  }

  private static String read(String what, String file) throws IOException {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IOException("unable to read " + what + " file " + file + ": " + e.getMessage(), e);
    }
  }
}
