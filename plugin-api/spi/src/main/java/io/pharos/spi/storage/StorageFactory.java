package io.pharos.spi.storage;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes the storage that {@code storage.backend} names by {@link #type}. Without state.
 *
 * @param <C> the record of the section {@code storage.<type>} and of the flags that belong to it
 */
@Experimental(since = "0.1")
public interface StorageFactory<C extends Record> extends ExtensionPoint {
  /** The word in configuration: {@code [a-z][a-z0-9_]*}. */
  String type();

  Class<C> configType();

  /** Must not block, start threads, or take anything exclusive: that is {@link Storage#start}'s. */
  Storage create(C config, Context context);
}
