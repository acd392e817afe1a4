package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.ServerInfo;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes discoverers of exporters inside the process. A target has the scheme {@code plugin} and the
 * exporter's name in {@code __exporter__}; its address is where the original of the exporter would
 * listen, so that {@code instance} stays what it was.
 */
@Extension
public final class ExporterDiscoveryFactory implements DiscoveryFactory<ExporterConfig> {
  private final Plugins plugins;

  @Inject
  public ExporterDiscoveryFactory(Plugins plugins) {
    this.plugins = plugins;
  }

  @Override
  public String type() {
    return "exporter";
  }

  @Override
  public Class<ExporterConfig> configType() {
    return ExporterConfig.class;
  }

  @Override
  public Discoverer create(ExporterConfig config, Context context) {
    return new ExporterDiscoverer(config, context.server(), plugins);
  }

  /** Names in, targets out. Immutable. */
  private record ExporterDiscoverer(ExporterConfig config, ServerInfo server, Plugins plugins)
      implements Discoverer {
    @Override
    public void start(Sink sink) {
      List<Labels> targets = config.names().stream().map(this::target).toList();
      sink.publish(List.of(new TargetGroup("0", targets, Labels.empty())));
    }

    private Labels target(String name) {
      ExtensionConfig settings = config.exporters().get(name);
      String type = settings == null ? name : settings.type();
      int port = plugins.originalPort(type).orElseGet(this::serverPort);
      return Labels.of(
          "__address__", host() + ":" + port, "__exporter__", name, "__scheme__", "plugin");
    }

    /** The host by which people know the server, if it was told one. */
    private String host() {
      String given = server.flags().getOrDefault("web.external-url", "");
      String host = given.isEmpty() ? null : URI.create(server.externalUrl()).getHost();
      return host == null ? "localhost" : host;
    }

    private int serverPort() {
      String listen = server.flags().getOrDefault("web.listen-address", "");
      int colon = listen.lastIndexOf(':');
      if (colon >= 0) {
        return Integer.parseInt(listen.substring(colon + 1));
      }
      int port = URI.create(server.externalUrl()).getPort();
      return port < 0 ? 9090 : port;
    }

    @Override
    public void close() {}
  }
}
