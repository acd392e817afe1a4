package io.pharos.kernel.lifecycle;

import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.ServerInfo;

/** The originals' metrics of start and reload. Thread-safe. */
final class ReloadMetrics {
  private final Clock clock;
  private final MetricRegistry.Gauge successful;
  private final MetricRegistry.Gauge successTime;

  ReloadMetrics(MetricRegistry metrics, Clock clock, ServerInfo server) {
    this.clock = clock;
    successful =
        metrics
            .gauge(
                "prometheus_config_last_reload_successful",
                "Whether the last configuration reload attempt was successful.")
            .with();
    successTime =
        metrics
            .gauge(
                "prometheus_config_last_reload_success_timestamp_seconds",
                "Timestamp of the last successful configuration reload.")
            .with();
    metrics
        .gauge(
            "prometheus_ready",
            "Whether Prometheus startup was fully completed and the server is ready for normal operation.")
        .read(() -> server.state() == ServerInfo.State.READY ? 1 : 0);
    metrics
        .gauge(
            "prometheus_build_info",
            "A metric with a constant '1' value labeled by version, revision, branch, goversion from which prometheus was built, and the goos and goarch for the build.",
            "branch",
            "goarch",
            "goos",
            "goversion",
            "revision",
            "tags",
            "version")
        .with(
            "",
            architecture(),
            "linux",
            "java" + Runtime.version().feature(),
            "",
            "",
            server.compatibleVersion())
        .set(1);
    metrics
        .gauge("pharos_build_info", "A constant 1, with the version of this server.", "version")
        .with(server.version())
        .set(1);
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  void succeeded() {
    successful.set(1);
    successTime.set(clock.millis() / 1000.0);
  }

  void failed() {
    successful.set(0);
  }
}
