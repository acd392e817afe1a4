package io.pharos.spi.exporter;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes in-process exporters of one type. Without state.
 *
 * @param <C> the record of its settings in the section {@code exporters}; all must have defaults
 */
@Experimental(since = "0.1")
public interface ExporterFactory<C extends Record> extends ExtensionPoint {
  /** The word in configuration: {@code [a-z][a-z0-9_]*}. */
  String type();

  Class<C> configType();

  /**
   * Must not block, start threads, or take anything exclusive: that is {@link Exporter#start}'s.
   */
  Exporter create(C config, Context context);
}
