package io.pharos.kernel.web;

import io.pharos.kernel.host.HostActions;
import io.pharos.kernel.host.PluginRoute;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.kernel.host.WebHost;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.ServerInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP host on Jetty: listeners of all sites, HTTP/1.1 and clear-text HTTP/2, handlers on
 * virtual threads. Hot routes and the host's own run as plain handlers; the others of a site in one
 * Javalin, replaced as a whole with the routes, so that nothing of a removed plugin stays.
 *
 * <p>Thread-safe.
 */
public final class JettyWebHost implements WebHost {
  private static final Logger log = LoggerFactory.getLogger(JettyWebHost.class);

  /** Request lines and headers together, as the original. */
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final WebMetrics metrics;
  private final Server server;
  private final QueuedThreadPool threads = new QueuedThreadPool();
  private final ServletBridge bridge;
  private final SiteHandler handler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Site> sites = new LinkedHashMap<>();
  private final Map<String, List<ServedRoute>> own = new LinkedHashMap<>();

  /** A host that listens nowhere yet. */
  public JettyWebHost(MetricRegistry registry, Clock clock) {
    metrics = new WebMetrics(registry);
    threads.setName("web");
    threads.setDaemon(true);
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setName("web/request-");
    threads.setVirtualThreadsExecutor(virtual);
    server = new Server(threads);
    bridge = new ServletBridge(server);
    handler = new SiteHandler(bridge, clock);
    server.setHandler(handler);
    server.setErrorHandler(new PlainErrors());
  }

  @Override
  public void open(List<SiteSettings> settings, HostActions actions) {
    lock.lock();
    try {
      List<Connector> connectors = new ArrayList<>();
      for (SiteSettings site : settings) {
        connectors.addAll(add(site, actions));
      }
      int limit = settings.stream().mapToInt(SiteSettings::maxConnections).max().orElse(0);
      if (limit > 0) {
        server.addBean(new NetworkConnectionLimit(limit, connectors.toArray(Connector[]::new)));
      }
      server.start();
    } catch (ConfigException e) {
      stop();
      throw e;
    } catch (Exception e) {
      stop();
      throw new ConfigException(
          ConfigException.Code.INVALID, "the web server does not start; " + reason(e), e);
    } finally {
      lock.unlock();
    }
  }

  private List<Connector> add(SiteSettings settings, HostActions actions) {
    if (settings.webConfigFile() != null) {
      throw new ConfigException(
          "TLS and users are not built yet, so this server would be open to everybody [site="
              + settings.name()
              + ", file="
              + settings.webConfigFile()
              + "]; start without --web.config.file behind a proxy that protects it");
    }
    List<ServedRoute> ownRoutes =
        new HostRoutes(settings, actions, handler::state, threads)
            .routes().stream().map(route -> new ServedRoute(route, metrics)).toList();
    Site site = new Site(settings, ownRoutes);
    sites.put(settings.name(), site);
    own.put(settings.name(), ownRoutes);
    List<Connector> connectors = new ArrayList<>();
    for (InetSocketAddress address : settings.listen()) {
      connectors.add(listen(site, address));
    }
    return connectors;
  }

  private Connector listen(Site site, InetSocketAddress address) {
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    config.setRequestHeaderSize(MAX_HEADER_BYTES);
    config.setHeaderCacheCaseSensitive(true); // else GZIP is seen as gzip
    config.setUriCompliance(UriCompliance.UNSAFE);
    config.setRelativeRedirectAllowed(true);
    WatchedConnector connector =
        new WatchedConnector(
            server,
            site,
            new HttpConnectionFactory(config),
            new HTTP2CServerConnectionFactory(config));
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    connector.setHost(host);
    connector.setPort(address.getPort());
    connector.setIdleTimeout(site.settings().readTimeout().toMillis());
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.CONFLICT,
          "cannot listen on "
              + host
              + ":"
              + address.getPort()
              + " [site="
              + site.settings().name()
              + "]; "
              + reason(e),
          e);
    }
    return connector;
  }

  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }

  /** Where a site listens, in the order of its settings; with the ports that were free. */
  public List<InetSocketAddress> addresses(String siteName) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof WatchedConnector listener
          && listener.site().settings().name().equals(siteName)) {
        addresses.add(new InetSocketAddress(listener.getHost(), listener.getLocalPort()));
      }
    }
    return addresses;
  }

  @Override
  public void publish(List<PluginRoute> routes) {
    lock.lock();
    try {
      for (Map.Entry<String, Site> entry : sites.entrySet()) {
        List<ServedRoute> all = new ArrayList<>(own.getOrDefault(entry.getKey(), List.of()));
        List<ServedRoute> ordinary = new ArrayList<>();
        for (PluginRoute route : routes) {
          if (route.route().site().equals(entry.getKey())) {
            ServedRoute served = new ServedRoute(route, metrics);
            all.add(served);
            if (!route.route().hot()) {
              ordinary.add(served);
            }
          }
        }
        Site.Routes replacement =
            new Site.Routes(
                entry.getValue().settings().routePrefix(), new RouteTable(all), ordinary);
        if (handler.state() == ServerInfo.State.READY) {
          replacement.javalin().warm();
        }
        entry.getValue().routes(replacement);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void state(ServerInfo.State state) {
    handler.state(state);
    if (state == ServerInfo.State.READY) {
      threads.execute(this::warm);
    }
  }

  /** Loads the framework before somebody waits for it. */
  private void warm() {
    try {
      bridge.handler();
      for (Site site : sites()) {
        site.routes().javalin().warm();
      }
    } catch (Exception e) {
      log.error("the routes cannot be compiled", e);
    }
  }

  private List<Site> sites() {
    lock.lock();
    try {
      return List.copyOf(sites.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void drain(Duration deadline) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof WatchedConnector listener) {
        listener.close();
      }
    }
    try {
      handler.drain(deadline.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      bridge.close();
      stop();
    } finally {
      lock.unlock();
    }
  }

  private void stop() {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof WatchedConnector listener) {
        listener.close();
      }
    }
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("the web server does not stop cleanly", e);
    }
  }
}
