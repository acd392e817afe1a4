package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;
import java.util.Map;
import java.util.Set;

/** What is known of the running server. Thread-safe; the maps and sets are immutable. */
@Experimental(since = "0.1")
public interface ServerInfo {
  /** The version of this distribution. */
  String version();

  /** The version of the original whose behaviour it has, for clients that ask. */
  String compatibleVersion();

  /** Names given to {@code --enable-feature}. */
  Set<String> features();

  /**
   * Every flag of the site that clients may see, by name without dashes, with its value in force.
   */
  Map<String, String> flags();

  /** The URL under which people reach the server, without a slash at its end. */
  String externalUrl();

  /**
   * The URL under which people reach a site's pages: that of its own listener, or the server's
   * where it has none.
   */
  default String externalUrl(String site) {
    return externalUrl();
  }

  /** The path before every route, {@code ""} or {@code /prefix}. */
  String routePrefix();

  /** When the process started, in epoch milliseconds. */
  long startedAt();

  /** Whether all parts have started, and whether the server is about to end. */
  State state();

  /** How far the server is. */
  enum State {
    STARTING,
    READY,
    STOPPING
  }
}
