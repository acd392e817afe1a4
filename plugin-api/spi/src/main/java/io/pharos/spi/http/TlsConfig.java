package io.pharos.spi.http;

import io.pharos.spi.Experimental;
import io.pharos.spi.config.Default;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tls_config} of an outgoing client. Immutable. */
@Experimental(since = "0.1")
public record TlsConfig(
    @Default("") String ca,
    @Default("") @RelativeToFile String caFile,
    @Default("") String cert,
    @Default("") @RelativeToFile String certFile,
    @Nullable Secret key,
    @Default("") @RelativeToFile String keyFile,
    @Default("") String serverName,
    @Default("false") boolean insecureSkipVerify,
    @Default("") String minVersion,
    @Default("") String maxVersion) {
  private static final List<String> VERSIONS = List.of("", "TLS10", "TLS11", "TLS12", "TLS13");

  public TlsConfig {
    if (!ca.isEmpty() && !caFile.isEmpty()) {
      throw new ConfigException("at most one of ca and ca_file must be configured");
    }
    if (!cert.isEmpty() && !certFile.isEmpty()) {
      throw new ConfigException("at most one of cert and cert_file must be configured");
    }
    if (key != null && !keyFile.isEmpty()) {
      throw new ConfigException("at most one of key and key_file must be configured");
    }
    boolean hasCert = !cert.isEmpty() || !certFile.isEmpty();
    boolean hasKey = key != null || !keyFile.isEmpty();
    if (hasCert != hasKey) {
      throw new ConfigException(
          hasCert
              ? "exactly one of key or key_file must be configured when a client certificate is configured"
              : "exactly one of cert or cert_file must be configured when a client key is configured");
    }
    int min = VERSIONS.indexOf(minVersion);
    int max = VERSIONS.indexOf(maxVersion);
    if (min < 0 || max < 0) {
      throw new ConfigException("unknown TLS version: " + (min < 0 ? minVersion : maxVersion));
    }
    if (max > 0 && max < min) {
      throw new ConfigException(
          "tls_config.max_version must be greater than or equal to tls_config.min_version if both are specified");
    }
  }
}
