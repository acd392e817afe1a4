package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;

/**
 * The memory that all parts share. Who is about to hold much claims it first; past the budget the
 * cheapest work is refused. Thread-safe.
 */
@Experimental(since = "0.1")
public interface MemoryBudget {
  /** Bytes that may be claimed in all. */
  long limit();

  /** Bytes that are claimed now. */
  long used();

  /**
   * An account for one purpose, shown by its name in metrics. Bytes are added by {@link
   * Account#claim} and given back by {@link Account#release}; closing gives back the rest.
   *
   * @param priority what is refused first when memory runs short
   */
  Account open(String purpose, Priority priority);

  /** From what is refused first to what is refused last. */
  enum Priority {
    /** Queries of people and dashboards. */
    QUERY(80),
    /** New series and samples. */
    INGEST(90),
    /** Rules, alerts and their notifications. */
    ALERTING(100);

    private final int percent;

    Priority(int percent) {
      this.percent = percent;
    }

    /** The share of the limit up to which claims of this priority succeed. */
    public int percent() {
      return percent;
    }
  }

  /** The claims of one purpose. Thread-safe. */
  interface Account extends AutoCloseable {
    /** Adds bytes; false, and nothing added, where they do not fit. */
    boolean claim(long bytes);

    /** Gives bytes back. */
    void release(long bytes);

    /** Bytes held now. */
    long held();

    @Override
    void close();
  }
}
