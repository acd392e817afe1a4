package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;

/**
 * An instance that can take a changed configuration without being made anew. One that does not
 * implement this is replaced. Called by one thread at a time.
 */
@Experimental(since = "0.1")
public interface Reconfigurable<C extends Record> {
  /** Takes over the configuration as a whole, or changes nothing and answers NEEDS_NEW. */
  Applied apply(C config);

  /**
   * Whether it reads files that its configuration names, such as rule files: then a reload calls
   * {@link #apply} even where the configuration itself is what it was.
   */
  default boolean readsFiles() {
    return false;
  }

  /** What became of a changed configuration. */
  enum Applied {
    APPLIED,
    NEEDS_NEW
  }
}
