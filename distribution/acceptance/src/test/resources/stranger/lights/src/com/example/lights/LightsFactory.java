package com.example.lights;

import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes finders of lights: {@code lights_sd_configs}. */
@Extension
public final class LightsFactory implements DiscoveryFactory<LightsConfig> {
  @Override
  public String type() {
    return "lights";
  }

  @Override
  public Class<LightsConfig> configType() {
    return LightsConfig.class;
  }

  @Override
  public Discoverer create(LightsConfig config, Context context) {
    return new LightsDiscoverer(config, context);
  }
}
