package io.pharos.query.promql.engine;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.query.QueryRequest;
import io.pharos.toolkit.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The query log: a line of JSON for each query that ended, whole or not. Thread-safe. */
final class QueryLog implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final double NANOS = 1e9;

  /** What stands where no trace is known. */
  private static final String NO_SPAN = "0".repeat(16);

  private static final String NO_TRACE = "0".repeat(32);

  /**
   * What a query has cost. Immutable.
   *
   * @param samples counted by the original's measure, as are the peak and what was read
   */
  record Cost(QueryTimer timer, long samples, long samplesRead, long peakSamples) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final FileOutputStream file;
  private boolean closed;

  private QueryLog(FileOutputStream file) {
    this.file = file;
  }

  /** Opens a log whose lines follow those that are there. */
  static QueryLog open(String path) {
    try {
      return new QueryLog(new FileOutputStream(path, true));
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "cannot open the query log [query_log_file=" + path + "]: " + e.getMessage(),
          e);
    }
  }

  /**
   * Writes a line.
   *
   * @param now epoch milliseconds
   * @param error why the query failed, or null
   */
  void write(long now, QueryRequest request, Cost cost, @Nullable String error) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    JsonWriter json = new JsonWriter(line);
    json.beginObject();
    json.name("time").string(time(now));
    json.name("level").string("INFO");
    json.name("msg").string("promql query logged");
    json.name("params").beginObject();
    json.name("end").string(time(request.end()));
    json.name("query").string(request.query());
    json.name("start").string(time(request.start()));
    json.name("step").number(request.step() / 1000);
    json.endObject();
    if (error != null) {
      json.name("error").string(error);
    }
    json.name("stats");
    stats(json, cost);
    json.name("spanID").string(NO_SPAN);
    json.name("traceID").string(NO_TRACE);
    for (Map.Entry<String, Map<String, String>> origin : request.origin().entrySet()) {
      json.name(origin.getKey()).beginObject();
      for (Map.Entry<String, String> part : new TreeMap<>(origin.getValue()).entrySet()) {
        json.name(part.getKey()).string(part.getValue());
      }
      json.endObject();
    }
    json.endObject().flush();
    line.write('\n');
    append(line.toByteArray());
  }

  private void append(byte[] line) throws IOException {
    lock.lock();
    try {
      if (!closed) {
        file.write(line); // in one piece, so that a reader never sees half of it
      }
    } finally {
      lock.unlock();
    }
  }

  private static void stats(JsonWriter json, Cost cost) throws IOException {
    QueryTimer timer = cost.timer();
    json.beginObject().name("timings").beginObject();
    json.name("evalTotalTime").number((timer.totalNanos() - timer.queueNanos()) / NANOS);
    json.name("resultSortTime").number(timer.sortNanos() / NANOS);
    json.name("queryPreparationTime").number(timer.prepareNanos() / NANOS);
    json.name("innerEvalTime").number(timer.innerNanos() / NANOS);
    json.name("execQueueTime").number(timer.queueNanos() / NANOS);
    json.name("execTotalTime").number(timer.totalNanos() / NANOS);
    json.endObject().name("samples").beginObject();
    json.name("totalQueryableSamples").number(cost.samples());
    json.name("samplesRead").number(cost.samplesRead());
    json.name("peakSamples").number(cost.peakSamples());
    json.endObject().endObject();
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      file.close();
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "cannot close the query log: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
