package io.pharos.rule.rules;

import io.pharos.rule.rules.relay.AlertingConfig;
import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The sections {@code rule_files} and {@code alerting}, and what concerns rules and alerts on the
 * command line. Immutable.
 *
 * @param ruleFiles patterns of files; stars and the like only in the last part of a path
 */
public record RulesConfig(
    @RelativeToFile List<String> ruleFiles,
    AlertingConfig alerting,
    @Shared("global") GlobalConfig global,
    @Flag("rules.alert.for-outage-tolerance") @Default("1h") Duration forOutageTolerance,
    @Flag("rules.alert.for-grace-period") @Default("10m") Duration forGracePeriod,
    @Flag("rules.alert.resend-delay") @Default("1m") Duration resendDelay,
    @Flag("rules.max-concurrent-evals") @Default("4") long maxConcurrentEvals,
    @Flag("alertmanager.notification-queue-capacity") @Default("10000") int queueCapacity,
    @Flag("alertmanager.notification-batch-size") @Default("256") int batchSize,
    @Flag("alertmanager.drain-notification-queue-on-shutdown") @Default("true") boolean drain) {
  private static final Pattern PATH =
      Pattern.compile("[^*]*(\\*[^/]*)?\\.(yml|yaml|json|YML|YAML|JSON)");

  public RulesConfig {
    ruleFiles = List.copyOf(ruleFiles);
    for (String path : ruleFiles) {
      if (!PATH.matcher(path).matches()) {
        throw new ConfigException("invalid rule file path \"" + path + "\"");
      }
    }
  }
}
