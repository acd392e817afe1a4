package io.pharos.spi.notify;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes notifiers of one type. Without state.
 *
 * @param <C> the record of one entry of a receiver below {@link #configKey}
 */
@Experimental(since = "0.1")
public interface NotifierFactory<C extends Record> extends ExtensionPoint {
  /** The word in configuration: {@code [a-z][a-z0-9_]*}. */
  String type();

  Class<C> configType();

  /** The key that lists entries in a receiver. */
  default String configKey() {
    return type() + "_configs";
  }

  /** Must not block, start threads, or take anything exclusive. */
  Notifier create(C config, Context context);
}
