package io.pharos.ingest.scrape;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.error.BugException;
import io.pharos.spi.exporter.MetricSink;

/**
 * Passes on what an exporter writes, up to a limit of characters and samples; from there on each
 * call throws. Confined to one thread, but for {@link #isCut}.
 */
final class CappedSink implements MetricSink {
  /** The most that an exporter may write where the job sets no limit and memory is plenty. */
  static final long MOST_CHARACTERS = 256L << 20;

  /** The share of all memory that one collection may take. */
  private static final long SHARE = 64;

  static final long MOST_SAMPLES = 5_000_000;

  /** Builders longer than this are not kept for the next scrape. */
  private static final int KEPT = 4 << 20;

  private final MetricSink to;
  private final StringBuilder text;
  private final long limit;
  private final boolean limitIsJobs;
  private long samples;
  private volatile boolean cut;

  /**
   * @param bodyLimit the job's limit on bytes, 0 for none
   * @param memory what all parts may claim together
   */
  CappedSink(MetricSink to, StringBuilder text, long bodyLimit, long memory) {
    this.to = to;
    this.text = text;
    long most = Math.min(MOST_CHARACTERS, memory / SHARE);
    this.limitIsJobs = bodyLimit > 0 && bodyLimit < most;
    this.limit = limitIsJobs ? bodyLimit : most;
  }

  /** Whether the limit was reached. */
  boolean isCut() {
    return cut;
  }

  boolean isOversized() {
    return text.capacity() > KEPT;
  }

  /** Why the scrape fails once the limit was reached. */
  ScrapeFailure failure() {
    return limitIsJobs
        ? ScrapeFailure.tooLarge()
        : ScrapeFailure.fetching(
            "the exporter wrote too much [limit="
                + limit
                + " characters or "
                + MOST_SAMPLES
                + " samples]");
  }

  private void check() {
    if (cut || text.length() >= limit || samples >= MOST_SAMPLES) {
      cut = true;
      throw new BugException(BugException.Code.BROKEN_INVARIANT, failure().getMessage());
    }
  }

  @Override
  public void family(String name, MetricType type, String help, String unit) {
    check();
    to.family(name, type, help, unit);
  }

  @Override
  public void sample(String suffix, double value, String... labels) {
    check();
    samples++;
    to.sample(suffix, value, labels);
  }

  @Override
  public void sampleAt(String suffix, double value, long timestamp, String... labels) {
    check();
    samples++;
    to.sampleAt(suffix, value, timestamp, labels);
  }

  @Override
  public void histogram(Histogram histogram, String... labels) {
    check();
    samples++;
    to.histogram(histogram, labels);
  }
}
