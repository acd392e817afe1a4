package io.pharos.spi.web;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes a set of routes and pages. Without state.
 *
 * @param <C> the record of its flags and sections
 */
@Experimental(since = "0.1")
public interface WebFactory<C extends Record> extends ExtensionPoint {
  /** Names it in messages: {@code [a-z][a-z0-9_]*}. */
  String type();

  Class<C> configType();

  /** Must not block, start threads, or take anything exclusive. */
  WebModule create(C config, Context context);
}
