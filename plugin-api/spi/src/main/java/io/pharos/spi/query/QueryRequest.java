package io.pharos.spi.query;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked. Immutable.
 *
 * @param start epoch milliseconds of the first step
 * @param end of the last one; equal to start for an instant query
 * @param step milliseconds, 0 for an instant query
 * @param lookback how old a sample may be, null for the engine's default
 * @param timeout at most so long, null for the engine's default; the lower of both counts
 * @param stats how much is measured
 * @param priority whose work this is, when memory runs short
 * @param origin who asks, for the query log: {@code httpRequest} with clientIP, method and path, or
 *     {@code ruleGroup} with file and name
 */
@Experimental(since = "0.1")
public record QueryRequest(
    String query,
    long start,
    long end,
    long step,
    @Nullable Duration lookback,
    @Nullable Duration timeout,
    Stats stats,
    Priority priority,
    Map<String, Map<String, String>> origin) {
  public QueryRequest {
    requireNonNull(query, "query");
    requireNonNull(stats, "stats");
    requireNonNull(priority, "priority");
    origin = Map.copyOf(origin);
  }

  /** How much is measured. */
  public enum Stats {
    NONE,
    TOTALS,
    PER_STEP,
    /** Per operator too: {@link QueryStats#plan}. */
    ANALYZE
  }

  /** At one moment. */
  public static QueryRequest instant(String query, long time) {
    return new QueryRequest(query, time, time, 0, null, null, Stats.NONE, Priority.QUERY, Map.of());
  }

  /** At every step from start to end. */
  public static QueryRequest range(String query, long start, long end, long step) {
    return new QueryRequest(
        query, start, end, step, null, null, Stats.NONE, Priority.QUERY, Map.of());
  }

  /** Whether it asks for one moment. */
  public boolean isInstant() {
    return step == 0;
  }
}
