package io.pharos.spi.http;

import io.pharos.spi.Experimental;
import io.pharos.spi.config.Default;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an outgoing client that stand inline in many sections; a record takes them by a
 * component with an empty {@code @Key}. Immutable.
 */
@Experimental(since = "0.1")
public record HttpClientConfig(
    @Nullable BasicAuth basicAuth,
    @Nullable Authorization authorization,
    @Nullable Secret bearerToken,
    @Default("") @RelativeToFile String bearerTokenFile,
    @Nullable OAuth2 oauth2,
    TlsConfig tlsConfig,
    @Default("true") boolean followRedirects,
    @Default("true") boolean enableHttp2,
    @Default("") String proxyUrl,
    @Default("") String noProxy,
    @Default("false") boolean proxyFromEnvironment,
    Map<String, List<Secret>> proxyConnectHeader,
    Map<String, Header> httpHeaders) {
  public HttpClientConfig {
    proxyConnectHeader = Map.copyOf(proxyConnectHeader);
    httpHeaders = Map.copyOf(httpHeaders);
    boolean bearer = bearerToken != null || !bearerTokenFile.isEmpty();
    if (bearerToken != null && !bearerTokenFile.isEmpty()) {
      throw new ConfigException(
          "at most one of bearer_token & bearer_token_file must be configured");
    }
    if (bearer && authorization != null) {
      throw new ConfigException(
          "authorization is not compatible with bearer_token & bearer_token_file");
    }
    int ways =
        (basicAuth != null ? 1 : 0)
            + (authorization != null ? 1 : 0)
            + (oauth2 != null ? 1 : 0)
            + (bearer ? 1 : 0);
    if (ways > 1) {
      throw new ConfigException(
          "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured");
    }
    if (!proxyUrl.isEmpty() && proxyFromEnvironment) {
      throw new ConfigException(
          "if proxy_from_environment is configured, proxy_url must not be configured");
    }
    if (!noProxy.isEmpty() && proxyFromEnvironment) {
      throw new ConfigException(
          "if proxy_from_environment is configured, no_proxy must not be configured");
    }
    if (!noProxy.isEmpty() && proxyUrl.isEmpty()) {
      throw new ConfigException("if no_proxy is configured, proxy_url must also be configured");
    }
  }

  /** A client without credentials, with the defaults of everything. */
  public static HttpClientConfig plain() {
    return new HttpClientConfig(
        null,
        null,
        null,
        "",
        null,
        new TlsConfig("", "", "", "", null, "", "", false, "", ""),
        true,
        true,
        "",
        "",
        false,
        Map.of(),
        Map.of());
  }

  /** {@code basic_auth}. Immutable. */
  public record BasicAuth(
      @Default("") String username,
      @Default("") @RelativeToFile String usernameFile,
      @Nullable Secret password,
      @Default("") @RelativeToFile String passwordFile) {
    public BasicAuth {
      if (!username.isEmpty() && !usernameFile.isEmpty()) {
        throw new ConfigException(
            "at most one of basic_auth username & username_file must be configured");
      }
      if (password != null && !passwordFile.isEmpty()) {
        throw new ConfigException(
            "at most one of basic_auth password & password_file must be configured");
      }
    }
  }

  /** {@code authorization}. Immutable. */
  public record Authorization(
      @Default("Bearer") String type,
      @Nullable Secret credentials,
      @Default("") @RelativeToFile String credentialsFile) {
    public Authorization {
      type = type.strip();
      if (type.equalsIgnoreCase("basic")) {
        throw new ConfigException(
            "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
      }
      if (credentials != null && !credentialsFile.isEmpty()) {
        throw new ConfigException(
            "at most one of authorization credentials & credentials_file must be configured");
      }
    }
  }

  /** {@code oauth2} with the grant of client credentials. Immutable. */
  public record OAuth2(
      String clientId,
      @Nullable Secret clientSecret,
      @Default("") @RelativeToFile String clientSecretFile,
      List<String> scopes,
      String tokenUrl,
      Map<String, String> endpointParams,
      TlsConfig tlsConfig,
      @Default("") String proxyUrl,
      @Default("") String noProxy,
      @Default("false") boolean proxyFromEnvironment,
      Map<String, List<Secret>> proxyConnectHeader) {
    public OAuth2 {
      scopes = List.copyOf(scopes);
      endpointParams = Map.copyOf(endpointParams);
      proxyConnectHeader = Map.copyOf(proxyConnectHeader);
      if (clientId.isEmpty()) {
        throw new ConfigException("oauth2 client_id must be configured");
      }
      if (tokenUrl.isEmpty()) {
        throw new ConfigException("oauth2 token_url must be configured");
      }
      if (clientSecret != null && !clientSecretFile.isEmpty()) {
        throw new ConfigException(
            "at most one of oauth2 client_secret & client_secret_file must be configured");
      }
    }
  }

  /** Values of one header of {@code http_headers}, all sent. Immutable. */
  public record Header(
      List<String> values, List<Secret> secrets, @RelativeToFile List<String> files) {
    public Header {
      values = List.copyOf(values);
      secrets = List.copyOf(secrets);
      files = List.copyOf(files);
    }
  }
}
