package io.pharos.testkit.discovery;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import java.util.List;

/** Finds the targets that its settings name, at once. Without state. */
public final class FakeDiscovery implements DiscoveryFactory<FakeDiscovery.Config> {
  /** Settings: addresses of targets. */
  public record Config(List<String> targets) {
    public Config {
      targets = List.copyOf(targets);
    }
  }

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Discoverer create(Config config, Context context) {
    return new Discoverer() {
      @Override
      public void start(Sink sink) {
        List<Labels> targets =
            config.targets().stream().map(target -> Labels.of("__address__", target)).toList();
        sink.publish(List.of(new TargetGroup("fake", targets, Labels.empty())));
      }

      @Override
      public void close() {}
    };
  }
}
