package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.testkit.discovery.DiscoveryContract;
import java.util.List;

class StaticDiscoveryTest extends DiscoveryContract<StaticConfig> {
  @Override
  protected DiscoveryFactory<StaticConfig> factory() {
    return new StaticDiscoveryFactory();
  }

  @Override
  protected StaticConfig config() {
    return new StaticConfig(List.of("a:1", "b:2"), Labels.of("env", "x"));
  }
}
