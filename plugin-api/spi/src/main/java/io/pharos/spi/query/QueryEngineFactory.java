package io.pharos.spi.query;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes the engine that answers queries. Without state.
 *
 * @param <C> the record of its flags and sections
 */
@Experimental(since = "0.1")
public interface QueryEngineFactory<C extends Record> extends ExtensionPoint {
  /** The word in configuration: {@code [a-z][a-z0-9_]*}. */
  String type();

  Class<C> configType();

  /** Must not block, start threads, or take anything exclusive. */
  QueryEngine create(C config, Context context);
}
