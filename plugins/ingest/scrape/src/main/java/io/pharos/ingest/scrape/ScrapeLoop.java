package io.pharos.ingest.scrape;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.exposition.ExpositionParser;
import io.pharos.toolkit.exposition.ProtobufExposition;
import io.pharos.toolkit.unit.Durations;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes one target again and again, in a virtual thread of its own. What belongs to the target's
 * series is touched by that thread alone, and under {@link #writing} once that has ended.
 * Thread-safe.
 */
final class ScrapeLoop {
  private static final Logger log = LoggerFactory.getLogger(ScrapeLoop.class);

  private final Target target;
  private final Job job;
  private final Fetcher fetcher;
  private final TargetSeries series;
  private final Report report;
  private final Shared shared;
  private final String intervalText;

  /** Held while the storage is written, so that a stop never interrupts that. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile Health health = Health.UNKNOWN;
  private volatile @Nullable String forcedError;
  private volatile boolean stopped;
  private boolean endForgone;
  private Scheduler.@Nullable Task task;
  private long lastStart = Long.MIN_VALUE;
  private @Nullable ProtobufExposition proto;

  /** Whether the body of this scrape was protobuf. */
  private boolean fromProto;

  /** When the loop scrapes next. */
  private volatile long next;

  /** What all loops have in common. */
  record Shared(
      Context context,
      ServiceRef<Storage> storage,
      BufferPool buffers,
      ScrapeMetrics metrics,
      FailureLogs failureLogs,
      long toleranceMillis,
      long offsetSeed) {
    Clock clock() {
      return context.clock();
    }
  }

  ScrapeLoop(Target target, Job job, Fetcher fetcher, TargetSeries series, Shared shared) {
    this.target = target;
    this.job = job;
    this.fetcher = fetcher;
    this.series = series;
    this.shared = shared;
    this.report = new Report(target.labels(), job.extraMetrics());
    this.intervalText = Durations.print(target.interval());
  }

  Target target() {
    return target;
  }

  TargetSeries series() {
    return series;
  }

  Health health() {
    return health;
  }

  /** When the next scrape is due, or was when the loop ended, in epoch milliseconds. */
  long next() {
    return next;
  }

  /** From now on each scrape fails with this error; null lets them succeed again. */
  void forcedError(@Nullable String error) {
    forcedError = error;
  }

  void start() {
    task = shared.context().scheduler().start("scrape", this::run);
  }

  /** Ends the loop; a scrape that is being fetched is given up. */
  void stop() {
    writing.lock();
    try {
      stopped = true; // nothing is written from here on, so the interrupt can't hurt the storage
    } finally {
      writing.unlock();
    }
    Scheduler.Task running = task;
    if (running != null) {
      running.close();
    }
    fetcher.close();
  }

  private void run() throws InterruptedException {
    Clock clock = shared.clock();
    long interval = target.interval().toMillis();
    long due = firstAfter(clock.millis(), interval);
    while (!stopped) {
      next = due;
      shared.context().scheduler().sleepUntil(due);
      long now = clock.millis();
      observeInterval();
      long late = now - due;
      long tolerance = Math.min(interval / 100, shared.toleranceMillis());
      scrapeOnce(late >= 0 && late <= tolerance ? due : now);
      due += interval;
      long after = clock.millis();
      if (due <= after) {
        due += (after - due) / interval * interval; // missed slots are left out
      }
    }
  }

  /** An interrupt that does not come from {@link #stop} gives up this scrape, not the loop. */
  private void scrapeOnce(long timestamp) throws InterruptedException {
    try {
      scrape(timestamp);
      if (!stopped && Thread.interrupted()) {
        log.warn("a scrape was given up job={} target={}", job.name(), target.url());
      }
    } catch (InterruptedException e) {
      if (stopped) {
        throw e;
      }
    }
  }

  private void observeInterval() {
    long start = shared.clock().nanos();
    if (lastStart != Long.MIN_VALUE) {
      shared.metrics().intervalLength.with(intervalText).observe((start - lastStart) / 1e9);
    }
    lastStart = start;
  }

  /** The first slot from now on; slots are spread over the interval by the target's identity. */
  private long firstAfter(long now, long interval) {
    long offset = Long.remainderUnsigned(offsetHash() ^ shared.offsetSeed(), interval);
    long first = now - Math.floorMod(now, interval) + offset;
    return first < now ? first + interval : first;
  }

  private long offsetHash() {
    long hash = 0xcbf29ce484222325L;
    String identity = target.labels() + target.url();
    for (int i = 0; i < identity.length(); i++) {
      hash = (hash ^ identity.charAt(i)) * 0x100000001b3L;
    }
    return hash ^ (hash >>> 32);
  }

  /** One scrape, whatever becomes of it. */
  void scrape(long timestamp) throws InterruptedException {
    Buffers buffers = shared.buffers().borrow();
    try {
      scrape(timestamp, buffers);
    } finally {
      shared.buffers().giveBack(buffers);
    }
  }

  private void scrape(long timestamp, Buffers buffers) throws InterruptedException {
    long start = shared.clock().nanos();
    ScrapeFailure failure = null;
    ExpositionParser parser = null;
    long bytes = 0;
    fromProto = false;
    try {
      String forced = forcedError;
      if (forced != null) {
        throw ScrapeFailure.content(forced);
      }
      String contentType = fetcher.fetch(buffers);
      bytes = buffers.bodyLength;
      if (bytes > 0) {
        parser = parser(contentType, buffers);
      }
    } catch (ScrapeFailure e) {
      failure = e;
      bytes = e.isSizeLimit() ? -1 : bytes;
      logFailure(e);
    }
    writing.lockInterruptibly();
    try {
      if (stopped) {
        return;
      }
      ScrapeFailure outcome = write(timestamp, start, buffers, parser, failure, bytes);
      double seconds = (shared.clock().nanos() - start) / 1e9;
      health =
          new Health(
              outcome == null ? "up" : "down",
              outcome == null ? "" : outcome.getMessage(),
              timestamp,
              seconds);
    } finally {
      writing.unlock();
    }
  }

  private ExpositionParser parser(String contentType, Buffers buffers) throws ScrapeFailure {
    return switch (ContentTypes.protocol(contentType, job.fallback())) {
      case TEXT_0, TEXT_1 -> buffers.text;
      case OPEN_METRICS_0, OPEN_METRICS_1 -> buffers.openMetrics;
      case PROMETHEUS_PROTO -> {
        ProtobufExposition exposition = proto;
        if (exposition == null) {
          exposition = new ProtobufExposition(target.nativeHistograms(), target.classicToo());
          proto = exposition;
        }
        exposition.read(buffers.body, buffers.bodyLength);
        buffers.reserveBody(exposition.length());
        System.arraycopy(exposition.text(), 0, buffers.body, 0, exposition.length());
        buffers.bodyLength = exposition.length();
        fromProto = true;
        yield buffers.text;
      }
    };
  }

  private void logFailure(ScrapeFailure failure) {
    if (failure.isSizeLimit()) {
      shared.metrics().bodySizeLimit.inc();
    }
    if (failure.isFetching() && !job.failureLog().isEmpty()) {
      shared.failureLogs().write(job.failureLog(), failure.getMessage(), job.name(), target.url());
    }
    log.debug(
        "scrape failed job={} target={} error={}", job.name(), target.url(), failure.getMessage());
  }

  /** Writes what the scrape gave; answers why it failed, or null. */
  private @Nullable ScrapeFailure write(
      long timestamp,
      long start,
      Buffers buffers,
      @Nullable ExpositionParser parser,
      @Nullable ScrapeFailure failure,
      long bytes) {
    try (Lease<Storage> lease = shared.storage().acquire()) {
      try {
        return write(lease.get(), timestamp, start, buffers, parser, failure, bytes);
      } catch (StorageException | ConfigException e) {
        throw e;
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        lease.failed(e); // no storage should throw this: it costs the storage its name, us a scrape
        throw new StorageException(
            StorageException.Code.UNAVAILABLE, "storage failed: " + e.getMessage(), e);
      }
    } catch (StorageException | ConfigException e) {
      shared.metrics().appendFailed.inc();
      log.warn(
          "appending a scrape failed job={} target={} error={}",
          job.name(),
          target.url(),
          e.getMessage());
      return failure == null ? ScrapeFailure.content(e.getMessage()) : failure;
    }
  }

  private @Nullable ScrapeFailure write(
      Storage storage,
      long timestamp,
      long start,
      Buffers buffers,
      @Nullable ExpositionParser parser,
      @Nullable ScrapeFailure failure,
      long bytes) {
    ScrapeFailure outcome = failure;
    series.begin(storage);
    if (parser != null) {
      try (Appender appender = storage.appender()) {
        ProtobufExposition exposition = proto;
        if (fromProto && exposition != null) {
          series.read(exposition, buffers, appender);
        } else {
          series.read(parser, parser == buffers.openMetrics, buffers, appender);
        }
        series.append(parser, buffers, appender, timestamp, shared.clock().millis());
        finish(storage, appender, timestamp, start, buffers, null, bytes);
        series.complete();
        return null;
      } catch (ScrapeFailure e) {
        outcome = e;
        logFailure(e);
        series.failed();
      }
    }
    try (Appender appender = storage.appender()) {
      finish(storage, appender, timestamp, start, buffers, outcome, bytes);
    }
    return outcome;
  }

  /** Ends what is gone, reports, commits. */
  private void finish(
      Storage storage,
      Appender appender,
      long timestamp,
      long start,
      Buffers buffers,
      @Nullable ScrapeFailure failure,
      long bytes) {
    series.endVanished(buffers, appender, timestamp);
    double seconds = (shared.clock().nanos() - start) / 1e9;
    report.values(failure == null, seconds, series.scraped, series.kept, series.added);
    report.extraValues(target.timeout().toMillis() / 1000.0, job.limits().samples(), bytes);
    report.append(storage, appender, timestamp);
    appender.commit();
  }

  /** The target came back, or the server ends: its series go on. */
  void forgoEnd() {
    writing.lock();
    try {
      endForgone = true;
    } finally {
      writing.unlock();
    }
  }

  /** Ends all series of a loop that was stopped for good, as of a moment. */
  void endAll(long timestamp) {
    writing.lock();
    try {
      if (!endForgone) {
        endAllLocked(timestamp);
      }
    } finally {
      writing.unlock();
    }
  }

  private void endAllLocked(long timestamp) {
    try (Lease<Storage> lease = shared.storage().acquire()) {
      Storage storage = lease.get();
      try (Appender appender = storage.appender()) {
        if (report.isKnown(storage)) {
          long[] refs = series.lines.trackedRefs();
          StaleMarkers.append(appender, timestamp, refs, refs.length);
          report.end(storage, appender, timestamp);
          appender.commit();
        }
      }
    } catch (StorageException | ConfigException e) {
      log.warn(
          "ending the series of a target failed job={} target={} error={}",
          job.name(),
          target.url(),
          e.getMessage());
    }
  }

  /** How the last scrape went. Immutable. */
  record Health(String word, String error, long at, double seconds) {
    static final Health UNKNOWN = new Health("unknown", "", Long.MIN_VALUE, 0);
  }
}
