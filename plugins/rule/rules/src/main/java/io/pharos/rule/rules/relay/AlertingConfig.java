package io.pharos.rule.rules.relay;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Key;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.toolkit.relabel.RelabelConfig;
import java.time.Duration;
import java.util.List;

/** The section {@code alerting}. Immutable. */
public record AlertingConfig(
    List<RelabelConfig> alertRelabelConfigs, List<AlertmanagerSet> alertmanagers) {
  public AlertingConfig {
    alertRelabelConfigs = List.copyOf(alertRelabelConfigs);
    alertmanagers = List.copyOf(alertmanagers);
  }

  /** An entry of {@code alertmanagers}: how some are found and reached. */
  public record AlertmanagerSet(
      @Key("") HttpClientConfig httpClient,
      @Default("http") String scheme,
      @Default("") String pathPrefix,
      @Default("10s") Duration timeout,
      @Default("v2") String apiVersion,
      List<RelabelConfig> relabelConfigs,
      List<RelabelConfig> alertRelabelConfigs,
      @OpenKeys("discovery") List<ExtensionConfig> discovery) {
    public AlertmanagerSet {
      relabelConfigs = List.copyOf(relabelConfigs);
      alertRelabelConfigs = List.copyOf(alertRelabelConfigs);
      discovery = List.copyOf(discovery);
      if (!apiVersion.equals("v2")) {
        throw new ConfigException(
            "expected Alertmanager api version to be one of [v2] but got " + apiVersion);
      }
    }
  }
}
