package io.pharos.spi.part;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.Context;
import org.pf4j.ExtensionPoint;

/**
 * Makes a part: one of its sort, not chosen by a word in a file. Without state.
 *
 * @param <C> a record whose components are the top-level sections that the part owns, sections that
 *     are shared, and flags
 */
@Experimental(since = "0.1")
public interface PartFactory<C extends Record> extends ExtensionPoint {
  /** Names the part in messages and metrics: {@code scrape}. */
  String name();

  Class<C> configType();

  /** Must not block, start threads, or take anything exclusive: that is {@link Part#start}'s. */
  Part create(C config, Context context);
}
