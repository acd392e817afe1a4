package io.pharos.spi.storage;

import io.pharos.spi.Experimental;
import java.util.Optional;

/**
 * A place that keeps samples. Nothing in it assumes one local disk: appends are batches with an
 * explicit commit, selects carry hints and stream, and references are valid for one instance only.
 *
 * <p>Thread-safe; called through leases from many threads. {@link #start} comes once, before
 * anything else; after {@link #close} every call throws a {@code StorageException} of code CLOSED.
 * Abilities beyond reading and writing are interfaces of their own, found by {@link #ability}.
 */
@Experimental(since = "0.1")
public interface Storage extends AutoCloseable {
  /** Opens what is on disk or connects; returns when reads and writes work. */
  void start();

  /**
   * Which instance this is; differs after each restart and for each replacement. An append with a
   * reference of another epoch must not be tried: resolve by labels again.
   */
  long epoch();

  /** A new write transaction. */
  Appender appender();

  /**
   * A read of what was committed before this call.
   *
   * @param mint first epoch millisecond of interest
   * @param maxt last one
   */
  Querier querier(long mint, long maxt);

  @Override
  void close();

  /**
   * An optional ability: {@link Deletes}, {@link Exemplars}, {@link Flush}, {@link Snapshots},
   * {@link Statistics}.
   */
  default <A> Optional<A> ability(Class<A> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }
}
