package io.pharos.ingest.remotewrite;

import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the receiver of remote write. */
@Extension
public final class RemoteWriteFactory implements PartFactory<RemoteWriteConfig> {
  private final ServiceRef<Storage> storage;

  @Inject
  public RemoteWriteFactory(ServiceRef<Storage> storage) {
    this.storage = storage;
  }

  @Override
  public String name() {
    return "remotewrite";
  }

  @Override
  public Class<RemoteWriteConfig> configType() {
    return RemoteWriteConfig.class;
  }

  @Override
  public Part create(RemoteWriteConfig config, Context context) {
    return new RemoteWritePart(config, context, storage);
  }
}
