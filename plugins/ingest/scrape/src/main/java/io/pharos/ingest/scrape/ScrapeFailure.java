package io.pharos.ingest.scrape;

/** Why a scrape failed, in the original's words; shown at its target. */
final class ScrapeFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean fetching;
  private final boolean sizeLimit;

  private ScrapeFailure(String message, boolean fetching, boolean sizeLimit) {
    super(message, null, false, false);
    this.fetching = fetching;
    this.sizeLimit = sizeLimit;
  }

  /** The body could not be had. */
  static ScrapeFailure fetching(String message) {
    return new ScrapeFailure(message, true, false);
  }

  /** The body is longer than allowed. */
  static ScrapeFailure tooLarge() {
    return new ScrapeFailure("body size limit exceeded", true, true);
  }

  /** The body is not what it should be. */
  static ScrapeFailure content(String message) {
    return new ScrapeFailure(message, false, false);
  }

  /** Whether the failure log tells of it. */
  boolean isFetching() {
    return fetching;
  }

  boolean isSizeLimit() {
    return sizeLimit;
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
