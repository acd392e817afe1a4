package io.pharos.ingest.push;

import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Observer;
import java.util.Locale;

/** Counts requests, with the original's names. Thread-safe. */
final class PushMetrics {
  private static final double[] QUANTILES = {0.1, 0.5, 0.9};
  private static final double NANOS = 1e9;

  private final Clock clock;
  private final Family<Counter> requests;
  private final Family<Observer> sizes;
  private final Family<Observer> durations;

  PushMetrics(Clock clock, MetricRegistry registry, String version) {
    this.clock = clock;
    requests =
        registry.counter(
            "pushgateway_http_requests_total",
            "Total HTTP requests processed by the Pushgateway, excluding scrapes.",
            "code",
            "handler",
            "method");
    sizes =
        registry.summary(
            "pushgateway_http_push_size_bytes",
            "HTTP request size for pushes to the Pushgateway.",
            QUANTILES,
            "method");
    durations =
        registry.summary(
            "pushgateway_http_push_duration_seconds",
            "HTTP request duration for pushes to the Pushgateway.",
            QUANTILES,
            "method");
    registry
        .gauge(
            "pushgateway_build_info",
            "A metric with a constant '1' value labeled by the version of what answers.",
            "version")
        .with(version)
        .set(1);
  }

  /** A handler whose requests are counted. */
  HttpHandler counted(String name, HttpHandler handler) {
    return (request, response) -> {
      handler.handle(request, response);
      requests.with(Integer.toString(response.status()), name, method(request)).inc();
    };
  }

  /** A handler of pushes, which are measured too. */
  HttpHandler push(HttpHandler handler) {
    return counted(
        "push",
        (request, response) -> {
          long begin = clock.nanos();
          handler.handle(request, response);
          durations.with(method(request)).observe((clock.nanos() - begin) / NANOS);
          sizes.with(method(request)).observe((double) Math.max(0, request.contentLength()));
        });
  }

  private static String method(HttpRequest request) {
    return request.method().toLowerCase(Locale.ROOT);
  }
}
