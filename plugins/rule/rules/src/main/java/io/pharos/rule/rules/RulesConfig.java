package io.pharos.rule.rules;

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
 * The section {@code rule_files} and what concerns rules on the command line. Immutable.
 *
 * @param ruleFiles patterns of files; stars and the like only in the last part of a path
 */
public record RulesConfig(
    @RelativeToFile List<String> ruleFiles,
    @Shared("global") GlobalConfig global,
    @Flag("rules.alert.for-outage-tolerance") @Default("1h") Duration forOutageTolerance,
    @Flag("rules.alert.for-grace-period") @Default("10m") Duration forGracePeriod,
    @Flag("rules.alert.resend-delay") @Default("1m") Duration resendDelay,
    @Flag("rules.max-concurrent-evals") @Default("4") long maxConcurrentEvals) {
  private static final Pattern PATH = Pattern.compile("[^*]*(\\*[^/]*)?\\.(yml|yaml|json|YML|YAML|JSON)");

  public RulesConfig {
    ruleFiles = List.copyOf(ruleFiles);
    for (String path : ruleFiles) {
      if (!PATH.matcher(path).matches()) {
        throw new ConfigException("invalid rule file path \"" + path + "\"");
      }
    }
  }
}
