package io.pharos.storage.tsdb;

import io.pharos.spi.runtime.Context;
import io.pharos.spi.storage.Storage;
import io.pharos.spi.storage.StorageFactory;
import io.pharos.storage.tsdb.file.Disk;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the storage {@code tsdb}. Without state. */
@Extension
public final class TsdbFactory implements StorageFactory<TsdbConfig> {
  @Inject
  public TsdbFactory() {}

  @Override
  public String type() {
    return "tsdb";
  }

  @Override
  public Class<TsdbConfig> configType() {
    return TsdbConfig.class;
  }

  @Override
  public Storage create(TsdbConfig config, Context context) {
    return new Tsdb(config, context, Disk.SYSTEM);
  }
}
