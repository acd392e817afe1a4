package io.pharos.acceptance.stranger;

import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.testkit.discovery.DiscoveryContract;
import java.time.Duration;
import java.util.List;

class LightsContractTest extends DiscoveryContract<Record> {
  private static final LoadedStranger LIGHTS = LoadedStranger.of(StrangerPlugin.of("lights"));

  @Override
  @SuppressWarnings("unchecked") // the contract hands it records of its own type alone
  protected DiscoveryFactory<Record> factory() {
    return LIGHTS.factory(DiscoveryFactory.class);
  }

  @Override
  protected Record config() {
    return LoadedStranger.record(
        factory().configType(), "Main", List.of("light:1", "light:2"), Duration.ofMinutes(1));
  }
}
