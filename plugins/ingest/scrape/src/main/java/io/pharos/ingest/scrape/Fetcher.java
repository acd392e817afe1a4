package io.pharos.ingest.scrape;

/** Gets a target's exposition, over HTTP or within the process. Used by the target's loop alone. */
interface Fetcher extends AutoCloseable {
  /**
   * Reads the body into the buffers.
   *
   * @return its content type, {@code ""} without one
   * @throws ScrapeFailure if there is no body
   */
  String fetch(Buffers buffers) throws ScrapeFailure, InterruptedException;

  /** The target's loop has ended; again does nothing. */
  @Override
  void close();
}
