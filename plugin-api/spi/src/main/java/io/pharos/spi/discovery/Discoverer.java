package io.pharos.spi.discovery;

import io.pharos.model.target.TargetGroup;
import io.pharos.spi.Experimental;
import java.util.List;

/** Finds targets. {@link #start} and {@link #close} are called once, by one thread. */
@Experimental(since = "0.1")
public interface Discoverer extends AutoCloseable {
  /** Starts looking, in tasks of the context's scheduler; must not block. */
  void start(Sink sink);

  @Override
  void close();

  /** Where what was found goes. Thread-safe; calls after close are ignored. */
  @FunctionalInterface
  interface Sink {
    /**
     * Adds or replaces groups by their source; a group without targets removes it. Never blocks. A
     * failed look-up publishes nothing, so that the earlier groups stay. Throws past the limit on
     * targets.
     */
    void publish(List<TargetGroup> groups);
  }
}
