package io.pharos.web.api;

import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from a request what is asked of the engine. */
final class QueryParameters {
  private static final long MAX_STEPS = 11_000;
  private static final long MILLI = 1_000_000;

  private QueryParameters() {}

  /** A query at one moment: {@code time}, or now. */
  static QueryRequest instant(HttpRequest request, Clock clock, Stats stats) {
    Parameters.Moment moment = Parameters.time(request, "time");
    long time = moment == null ? clock.millis() : moment.wrappedMillis();
    return query(request, time, time, 0, stats);
  }

  /** A query from {@code start} to {@code end} at each {@code step}. */
  static QueryRequest range(HttpRequest request, Stats stats) {
    long start = Parameters.requiredTime(request, "start").millis();
    long end = Parameters.requiredTime(request, "end").millis();
    if (end < start) {
      throw ApiException.badParameter("end", "end timestamp must not be before start time");
    }
    long step = duration(request, "step");
    if (step <= 0) {
      throw ApiException.badParameter(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if (nanosBetween(start, end) / step > MAX_STEPS) {
      throw ApiException.badData(
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    return query(request, start, end, Math.max(1, step / MILLI), stats);
  }

  private static QueryRequest query(
      HttpRequest request, long start, long end, long step, Stats stats) {
    Duration timeout = timeout(request);
    Duration lookback = lookback(request);
    return new QueryRequest(
        Parameters.text(request, "query"),
        start,
        end,
        step,
        lookback,
        timeout,
        stats,
        Priority.QUERY,
        origin(request));
  }

  /** The original counts in 64 bits of nanoseconds, which end at 292 years. */
  private static long nanosBetween(long start, long end) {
    long millis = end - start;
    return millis < 0 || millis > Long.MAX_VALUE / MILLI ? Long.MAX_VALUE : millis * MILLI;
  }

  private static long duration(HttpRequest request, String name) {
    try {
      return Parameters.durationNanos(Parameters.text(request, name));
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter(name, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Duration timeout(HttpRequest request) {
    if (Parameters.text(request, "timeout").isEmpty()) {
      return null;
    }
    long nanos = duration(request, "timeout");
    if (nanos <= 0) {
      throw ApiException.badParameter("query", "context deadline exceeded");
    }
    return Duration.ofNanos(nanos);
  }

  private static @Nullable Duration lookback(HttpRequest request) {
    String text = Parameters.text(request, "lookback_delta");
    if (text.isEmpty()) {
      return null;
    }
    try {
      long nanos = Parameters.durationNanos(text);
      return nanos <= 0 ? null : Duration.ofNanos(nanos);
    } catch (IllegalArgumentException e) {
      throw ApiException.badData("error parsing lookback delta duration: " + e.getMessage());
    }
  }

  private static Map<String, Map<String, String>> origin(HttpRequest request) {
    String address = request.remoteAddress();
    int colon = address.lastIndexOf(':');
    return Map.of(
        "httpRequest",
        Map.of(
            "clientIP", colon < 0 ? address : address.substring(0, colon),
            "method", request.method(),
            "path", request.path()));
  }
}
