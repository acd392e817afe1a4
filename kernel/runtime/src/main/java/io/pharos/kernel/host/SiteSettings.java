package io.pharos.kernel.host;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one site is served. Immutable.
 *
 * @param name the site that routes name
 * @param title how its {@code /-/*} texts call the program: {@code Prometheus Server is Healthy.}
 * @param listen addresses to bind; port 0 takes a free one
 * @param routePrefix {@code ""} or {@code /prefix}
 * @param corsOrigin RE2 text, matched against the whole Origin
 * @param lifecycle whether {@code /-/reload} and {@code /-/quit} are on
 * @param maxConnections of all its listeners together
 * @param webConfigFile TLS, users and headers; null for none
 */
public record SiteSettings(
    String name,
    String title,
    List<InetSocketAddress> listen,
    String externalUrl,
    String routePrefix,
    String corsOrigin,
    boolean lifecycle,
    int maxConnections,
    Duration readTimeout,
    @Nullable Path webConfigFile) {
  public SiteSettings {
    listen = List.copyOf(listen);
  }
}
