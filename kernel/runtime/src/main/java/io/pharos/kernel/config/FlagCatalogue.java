package io.pharos.kernel.config;

import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.spi.error.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The flags of the original server, with what they are without being given. Immutable. */
final class FlagCatalogue {
  /** Name; type, with a star if it may be repeated and a bang if it protects; default. */
  private static final String[][] FLAGS = {
    {"agent", "bool", "false"},
    {"alertmanager.drain-notification-queue-on-shutdown", "bool", "true"},
    {"alertmanager.notification-batch-size", "int", "256"},
    {"alertmanager.notification-queue-capacity", "int", "10000"},
    {"auto-gomaxprocs", "bool", "true"},
    {"auto-gomemlimit", "bool", "true"},
    {"auto-gomemlimit.ratio", "float", "0.9"},
    {"auto-gomemlimit.refresh-interval", "duration", "0s"},
    {"config.auto-reload", "bool", "false"},
    {"config.auto-reload-interval", "duration", "30s"},
    {"config.file", "string", "prometheus.yml"},
    {"enable-feature", "string*", ""},
    {"log.format", "string", "logfmt"},
    {"log.level", "string", "info"},
    {"query.lookback-delta", "duration", "5m"},
    {"query.max-concurrency", "int!", "20"},
    {"query.max-samples", "int!", "50000000"},
    {"query.timeout", "duration!", "2m"},
    {"rules.alert.for-grace-period", "duration", "10m"},
    {"rules.alert.for-outage-tolerance", "duration", "1h"},
    {"rules.alert.resend-delay", "duration", "1m"},
    {"rules.max-concurrent-evals", "int", "4"},
    {"scrape.adjust-timestamps", "bool", "true"},
    {"scrape.discovery-reload-interval", "duration", "5s"},
    {"scrape.timestamp-tolerance", "duration", "2ms"},
    {"storage.agent.checkpoint-batch-size", "int", "1000"},
    {"storage.agent.checkpoint-from-in-memory-series", "bool", "false"},
    {"storage.agent.no-lockfile", "bool", "false"},
    {"storage.agent.path", "string", "data-agent/"},
    {"storage.agent.retention.max-time", "duration", "4h"},
    {"storage.agent.retention.min-time", "duration", "5m"},
    {"storage.agent.wal-compression", "bool", "true"},
    {"storage.agent.wal-compression-type", "string", "snappy"},
    {"storage.agent.wal-segment-size", "size", "0B"},
    {"storage.agent.wal-truncate-frequency", "duration", "0s"},
    {"storage.remote.flush-deadline", "duration", "1m"},
    {"storage.remote.read-concurrent-limit", "int!", "10"},
    {"storage.remote.read-max-bytes-in-frame", "int!", "1048576"},
    {"storage.remote.read-sample-limit", "int!", "50000000"},
    {"storage.tsdb.allow-overlapping-compaction", "bool", "true"},
    {"storage.tsdb.block-reload-interval", "duration", "1m"},
    {"storage.tsdb.delay-compact-file.path", "string", ""},
    {"storage.tsdb.delayed-compaction.max-percent", "int", "10"},
    {"storage.tsdb.head-chunks-write-queue-size", "int", "0"},
    {"storage.tsdb.max-block-chunk-segment-size", "size", "0B"},
    {"storage.tsdb.max-block-duration", "duration", "1d12h"},
    {"storage.tsdb.min-block-duration", "duration", "2h"},
    {"storage.tsdb.no-lockfile", "bool", "false"},
    {"storage.tsdb.path", "string", "data/"},
    {"storage.tsdb.retention.size", "size", "0B"},
    {"storage.tsdb.retention.time", "duration", "15d"},
    {"storage.tsdb.samples-per-chunk", "int", "120"},
    {"storage.tsdb.wal-compression", "bool", "true"},
    {"storage.tsdb.wal-compression-type", "string", "snappy"},
    {"storage.tsdb.wal-segment-size", "size", "0B"},
    {"web.config.file", "string!", ""},
    {"web.console.libraries", "string", "console_libraries"},
    {"web.console.templates", "string", "consoles"},
    {"web.cors.origin", "string", ".*"},
    {"web.enable-admin-api", "bool", "false"},
    {"web.enable-lifecycle", "bool", "false"},
    {"web.enable-otlp-receiver", "bool", "false"},
    {"web.enable-remote-write-receiver", "bool", "false"},
    {"web.external-url", "string", ""},
    {"web.listen-address", "string*", "0.0.0.0:9090"},
    {"web.max-connections", "int!", "512"},
    {"web.max-notifications-subscribers", "int", "16"},
    {"web.page-title", "string", "Prometheus Time Series Collection and Processing Server"},
    {"web.read-timeout", "duration!", "5m"},
    {
      "web.remote-write-receiver.accepted-protobuf-messages",
      "string",
      "prometheus.WriteRequest,io.prometheus.write.v2.Request"
    },
    {"web.route-prefix", "string", "/"},
    {"web.search.max-limit", "int", "10000"},
    {"web.user-assets", "string", ""},
    {"write-documentation", "bool", "false"}
  };

  private FlagCatalogue() {}

  /** Every flag of the original with its default, as the original shows it. */
  static Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    for (String[] flag : FLAGS) {
      defaults.put(flag[0], flag[2]);
    }
    return defaults;
  }

  /**
   * A flag that the original knows and no loaded plugin claims: accepted with a warning, null for
   * an unknown one.
   *
   * @throws ConfigException if it protects, for then it must not be passed over
   */
  static @Nullable FlagSpec find(String name, List<String> warnings) {
    for (String[] flag : FLAGS) {
      boolean isBool = flag[1].startsWith("bool");
      boolean negated = isBool && name.equals("no-" + flag[0]);
      if (!flag[0].equals(name) && !negated) {
        continue;
      }
      if (flag[1].endsWith("!")) {
        throw new ConfigException(
            ConfigException.Code.MISSING_PLUGIN,
            "flag --" + name + " protects the server, but no loaded plugin implements it");
      }
      warnings.add("flag is known, but no loaded plugin implements it [flag=--" + name + "]");
      String type = flag[1].replace("*", "").toUpperCase(Locale.ROOT);
      return new FlagSpec(
          name, FlagSpec.Type.valueOf(type), flag[1].endsWith("*"), flag[2], "", "original");
    }
    return null;
  }
}
