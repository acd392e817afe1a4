package io.pharos.notify.basic;

import io.pharos.spi.error.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads addresses of receivers. */
final class Urls {
  private Urls() {}

  /**
   * An address with http or https and a host; its text, which may hold a secret, is in no message.
   */
  static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // the exception repeats the address
      throw new ConfigException("invalid URL: " + e.getReason());
    }
    String scheme = uri.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new ConfigException("unsupported scheme \"" + scheme + "\" for URL");
    }
    if (uri.getHost() == null && uri.getRawAuthority() == null) {
      throw new ConfigException("missing host for URL");
    }
    return uri;
  }
}
