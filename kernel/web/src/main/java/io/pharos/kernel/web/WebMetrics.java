package io.pharos.kernel.web;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Observer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the host counts, under the names and labels that dashboards know. Thread-safe. */
final class WebMetrics {
  private static final double[] SECONDS = {.1, .2, .4, 1, 3, 8, 20, 60, 120};
  private static final double[] BYTES = {1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private final Family<Counter> requests;
  private final Family<Observer> durations;
  private final Family<Observer> sizes;
  private final Map<String, RouteMetrics> routes = new ConcurrentHashMap<>();

  WebMetrics(MetricRegistry registry) {
    requests =
        registry.counter(
            "prometheus_http_requests_total", "Counter of HTTP requests.", "handler", "code");
    durations =
        registry.histogram(
            "prometheus_http_request_duration_seconds",
            "Histogram of latencies for HTTP requests.",
            SECONDS,
            "handler");
    sizes =
        registry.histogram(
            "prometheus_http_response_size_bytes",
            "Histogram of response size for HTTP requests.",
            BYTES,
            "handler");
  }

  /** The metrics of a route, named in the original's notation. */
  RouteMetrics of(String handler) {
    return routes.computeIfAbsent(handler, RouteMetrics::new);
  }

  /** The metrics of one route. Thread-safe. */
  final class RouteMetrics {
    private final String handler;
    private final Observer duration;
    private final Observer size;
    private final Map<Integer, Counter> byCode = new ConcurrentHashMap<>();

    private RouteMetrics(String handler) {
      this.handler = handler;
      this.duration = durations.with(handler);
      this.size = sizes.with(handler);
      counter(200);
    }

    void observe(int code, long nanos, long bytes) {
      counter(code).inc();
      duration.observe(nanos / 1e9);
      size.observe((double) bytes);
    }

    private Counter counter(int code) {
      return byCode.computeIfAbsent(code, c -> requests.with(handler, Integer.toString(c)));
    }
  }
}
