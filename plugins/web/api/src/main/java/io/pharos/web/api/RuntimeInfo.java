package io.pharos.web.api;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.storage.Statistics;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** {@code runtimeinfo}: the original's fields, with what stands for them here. Thread-safe. */
final class RuntimeInfo {
  private static final String RELOADED = "prometheus_config_last_reload_successful";
  private static final String RELOADED_AT =
      "prometheus_config_last_reload_success_timestamp_seconds";
  private static final String CORRUPTIONS = "prometheus_tsdb_wal_corruptions_total";

  private final Context context;
  private final WebApiFactory.Services services;

  RuntimeInfo(Context context, WebApiFactory.Services services) {
    this.context = context;
    this.services = services;
  }

  void write(JsonWriter json) throws IOException {
    double reloaded = 1;
    double reloadedAt = context.server().startedAt() / 1e3;
    double corruptions = 0;
    for (MetricFamily family : services.metrics().read(Route.SERVER)) {
      if (family.samples().isEmpty()) {
        continue;
      }
      double value = family.samples().getFirst().value();
      switch (family.name()) {
        case RELOADED -> reloaded = value;
        case RELOADED_AT -> reloadedAt = value;
        case CORRUPTIONS -> corruptions = value;
        default -> {}
      }
    }
    Runtime machine = Runtime.getRuntime();
    json.beginObject();
    json.name("startTime").string(Instant.ofEpochMilli(context.server().startedAt()).toString());
    json.name("CWD").string(Path.of("").toAbsolutePath().toString());
    json.name("hostname").string(hostname());
    json.name("serverTime").string(Instant.ofEpochMilli(context.clock().millis()).toString());
    json.name("reloadConfigSuccess").bool(reloaded == 1);
    json.name("lastConfigTime").string(Instant.ofEpochSecond((long) reloadedAt).toString());
    json.name("corruptionCount").number((long) corruptions);
    json.name("goroutineCount").number((long) Thread.activeCount());
    json.name("GOMAXPROCS").number((long) machine.availableProcessors());
    json.name("GOMEMLIMIT").number(machine.maxMemory());
    json.name("GOGC").string("75");
    json.name("GODEBUG").string("");
    json.name("storageRetention").string(retention());
    json.endObject();
  }

  private String retention() {
    try (Lease<Storage> storage = services.storage().acquire()) {
      return storage.get().ability(Statistics.class).map(Statistics::retention).orElse("");
    } catch (ConfigException e) {
      return ""; // an agent keeps nothing
    }
  }

  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      String name = System.getenv("HOSTNAME");
      return name == null ? "localhost" : name;
    }
  }
}
