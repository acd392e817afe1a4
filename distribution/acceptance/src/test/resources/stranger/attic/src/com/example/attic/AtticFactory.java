package com.example.attic;

import io.pharos.spi.runtime.Context;
import io.pharos.spi.storage.Storage;
import io.pharos.spi.storage.StorageFactory;
import org.pf4j.Extension;

/** Makes the storage that {@code storage: {backend: attic}} names. */
@Extension
public final class AtticFactory implements StorageFactory<AtticConfig> {
  @Override
  public String type() {
    return "attic";
  }

  @Override
  public Class<AtticConfig> configType() {
    return AtticConfig.class;
  }

  @Override
  public Storage create(AtticConfig config, Context context) {
    return new Attic(config, context.random().nextLong());
  }
}
