package io.pharos.ingest.scrape;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.toolkit.exposition.write.TextWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gets the exposition of an exporter of this process, without a socket. The exporter runs in a
 * thread of its own, so that one that does not return costs its own target only: the scrape fails
 * at its timeout, and so do those that follow until it has returned. Confined to one thread, but
 * for {@link #close}.
 */
final class ExporterFetcher implements Fetcher {
  private final Exporters.Use exporter;
  private final Exporter.Query query;
  private final Scheduler scheduler;
  private final Duration timeout;
  private final long limit;
  private final long memory;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private StringBuilder text = new StringBuilder();
  private @Nullable Collection collection;
  private boolean closed;

  ExporterFetcher(Exporters.Use exporter, Job job, Target target, Context context) {
    this.exporter = exporter;
    this.scheduler = context.scheduler();
    this.memory = context.memory().limit();
    this.timeout = target.timeout();
    this.limit = job.limits().bodySize();
    this.query = new Exporter.Query(path(target), params(target.params()));
  }

  private static String path(Target target) {
    String path = target.internal().valueOf("__metrics_path__");
    return path.startsWith("/") ? path : "/" + path;
  }

  private static Map<String, List<String>> params(Map<String, List<String>> params) {
    Map<String, List<String>> copy = new java.util.HashMap<>();
    params.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    return copy;
  }

  @Override
  public String fetch(Buffers buffers) throws ScrapeFailure, InterruptedException {
    Collection earlier = collection;
    if (earlier != null && !earlier.task().isDone()) {
      throw ScrapeFailure.fetching("the exporter has not returned from an earlier collection");
    }
    if (earlier != null && earlier.sink().isOversized()) {
      text = new StringBuilder();
    }
    text.setLength(0);
    CappedSink sink = new CappedSink(new TextWriter(text), text, limit, memory);
    Outcome outcome = new Outcome();
    Scheduler.Task task = scheduler.start("collect", () -> collect(sink, outcome));
    collection = new Collection(task, sink);
    boolean ended;
    try {
      ended = task.await(timeout);
    } catch (InterruptedException e) {
      task.close();
      throw e;
    }
    if (!ended) {
      task.close();
      text = new StringBuilder(); // it may still write into the old one
      throw ScrapeFailure.fetching("context deadline exceeded");
    }
    ScrapeFailure failure = sink.isCut() ? sink.failure() : outcome.failure;
    if (failure != null) {
      throw failure;
    }
    encode(buffers);
    return TextWriter.CONTENT_TYPE;
  }

  private void collect(CappedSink sink, Outcome outcome) throws InterruptedException {
    try (Lease<Exporter> lease = exporter.acquire()) {
      try {
        lease.get().collect(query, sink);
      } catch (ConfigException | RemoteException e) {
        outcome.failure = ScrapeFailure.fetching(message(e)); // what was asked, or asked of others
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        lease.failed(e);
        outcome.failure = ScrapeFailure.fetching(message(e));
      }
      if (sink.isCut()) {
        lease.failed(sink.failure());
      }
    } catch (ConfigException e) {
      outcome.failure = ScrapeFailure.fetching(message(e));
    }
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isEmpty() ? e.toString() : message;
  }

  private void encode(Buffers buffers) throws ScrapeFailure {
    buffers.reserveBody((int) (text.length() * (double) encoder.maxBytesPerChar()));
    ByteBuffer out = ByteBuffer.wrap(buffers.body, 0, buffers.body.length - 1);
    encoder.reset();
    encoder.encode(CharBuffer.wrap(text), out, true);
    encoder.flush(out);
    buffers.bodyLength = out.position();
    if (limit > 0 && buffers.bodyLength >= limit) {
      throw ScrapeFailure.tooLarge();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      exporter.release();
    }
  }

  /** Why a collection failed; written by its thread, read once that has ended. */
  private static final class Outcome {
    private volatile @Nullable ScrapeFailure failure;
  }

  /** The last collection that was started. Immutable. */
  private record Collection(Scheduler.Task task, CappedSink sink) {}
}
