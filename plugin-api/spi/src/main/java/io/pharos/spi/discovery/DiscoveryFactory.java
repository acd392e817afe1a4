package io.pharos.spi.discovery;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes discoverers of one mechanism. Without state.
 *
 * @param <C> the record of one entry below {@link #configKey}
 */
@Experimental(since = "0.1")
public interface DiscoveryFactory<C extends Record> extends ExtensionPoint {
  /** The word in configuration: {@code [a-z][a-z0-9_]*}. */
  String type();

  Class<C> configType();

  /** The key that lists entries. */
  default String configKey() {
    return type() + "_sd_configs";
  }

  /**
   * Must not block, start threads, or take anything exclusive: that is {@link Discoverer#start}'s.
   */
  Discoverer create(C config, Context context);
}
