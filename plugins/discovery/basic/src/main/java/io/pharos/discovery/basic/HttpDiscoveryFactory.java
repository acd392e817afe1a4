package io.pharos.discovery.basic;

import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes discoverers of targets that an HTTP endpoint lists. */
@Extension
public final class HttpDiscoveryFactory implements DiscoveryFactory<HttpConfig> {
  @Override
  public String type() {
    return "http";
  }

  @Override
  public Class<HttpConfig> configType() {
    return HttpConfig.class;
  }

  @Override
  public Discoverer create(HttpConfig config, Context context) {
    return new HttpDiscoverer(config, context);
  }
}
