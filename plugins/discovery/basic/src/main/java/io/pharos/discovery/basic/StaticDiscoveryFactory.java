package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import java.util.List;
import org.pf4j.Extension;

/** Makes discoverers of targets that the configuration lists. */
@Extension
public final class StaticDiscoveryFactory implements DiscoveryFactory<StaticConfig> {
  @Override
  public String type() {
    return "static";
  }

  @Override
  public String configKey() {
    return "static_configs";
  }

  @Override
  public Class<StaticConfig> configType() {
    return StaticConfig.class;
  }

  @Override
  public Discoverer create(StaticConfig config, Context context) {
    return new StaticDiscoverer(config);
  }

  private record StaticDiscoverer(StaticConfig config) implements Discoverer {
    @Override
    public void start(Sink sink) {
      List<Labels> targets =
          config.targets().stream().map(target -> Labels.of("__address__", target)).toList();
      sink.publish(List.of(new TargetGroup("0", targets, config.labels())));
    }

    @Override
    public void close() {}
  }
}
