package io.pharos.query.promql.engine;

import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.runtime.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries that wait or run, in memory and, while they run, in a file. Thread-safe. */
final class ActiveQueries {
  private static final Logger log = LoggerFactory.getLogger(ActiveQueries.class);

  private final Context context;
  private final Map<Long, RunningQuery> queries = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile @Nullable ActiveQueryFile file;

  ActiveQueries(Context context) {
    this.context = context;
  }

  /**
   * Tells of the queries that an earlier process did not end, and begins a file of its own. Without
   * a file queries run all the same.
   */
  void open(int slots) {
    Path path = path();
    try {
      String left = ActiveQueryFile.left(path);
      if (!left.isEmpty()) {
        log.info("These queries didn't finish in prometheus' last run: queries={}", left);
      }
      file = ActiveQueryFile.create(path, slots);
    } catch (IOException e) {
      log.error(
          "active queries are not kept, a crash will not tell which queries ran [file={}]",
          path,
          e);
    }
  }

  /** Beside the storage's data, as the original has it. */
  private Path path() {
    String storage = context.server().flags().getOrDefault("storage.tsdb.path", "");
    Path folder = storage.isEmpty() ? context.dataPath() : Path.of(storage);
    return folder.resolve(ActiveQueryFile.NAME);
  }

  RunningQuery begin(QueryRequest request) {
    long now = context.clock().millis();
    RunningQuery query = new RunningQuery(ids.incrementAndGet(), request, now);
    queries.put(query.id(), query);
    return query;
  }

  /** A query got its turn; answers its entry in the file. */
  int runs(RunningQuery query) {
    query.leftQueue();
    ActiveQueryFile current = file;
    return current == null
        ? -1
        : current.add(query.request().query(), context.clock().millis() / 1000);
  }

  /** A query's turn is over. */
  void ran(int entry) {
    ActiveQueryFile current = file;
    if (current != null) {
      current.remove(entry);
    }
  }

  void end(RunningQuery query) {
    queries.remove(query.id());
    query.end();
  }

  int count() {
    return queries.size();
  }

  /** In the order in which they came. */
  List<ActiveQuery> list() {
    List<ActiveQuery> active = new ArrayList<>(queries.values());
    active.sort(Comparator.comparingLong(ActiveQuery::id));
    return active;
  }

  void close() {
    queries.values().forEach(RunningQuery::cancel);
    ActiveQueryFile current = file;
    if (current != null) {
      current.close();
    }
  }
}
