package io.pharos.discovery.basic;

import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes discoverers of targets that files list. */
@Extension
public final class FileDiscoveryFactory implements DiscoveryFactory<FileConfig> {
  @Override
  public String type() {
    return "file";
  }

  @Override
  public Class<FileConfig> configType() {
    return FileConfig.class;
  }

  @Override
  public Discoverer create(FileConfig config, Context context) {
    return new FileDiscoverer(config, context);
  }
}
