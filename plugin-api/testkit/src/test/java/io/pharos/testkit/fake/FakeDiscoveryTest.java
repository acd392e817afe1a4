package io.pharos.testkit.fake;

import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.testkit.discovery.DiscoveryContract;
import io.pharos.testkit.discovery.FakeDiscovery;
import java.util.List;

class FakeDiscoveryTest extends DiscoveryContract<FakeDiscovery.Config> {
  @Override
  protected DiscoveryFactory<FakeDiscovery.Config> factory() {
    return new FakeDiscovery();
  }

  @Override
  protected FakeDiscovery.Config config() {
    return new FakeDiscovery.Config(List.of("host:1", "host:2"));
  }
}
