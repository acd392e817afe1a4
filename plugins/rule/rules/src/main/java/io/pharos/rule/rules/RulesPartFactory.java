package io.pharos.rule.rules;

import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the part that evaluates rules. */
@Extension
public final class RulesPartFactory implements PartFactory<RulesConfig> {
  private final RulesServices services;

  @Inject
  public RulesPartFactory(
      ServiceRef<QueryEngine> engines,
      ServiceRef<Storage> storages,
      ServiceRef<AlertSink> sinks,
      ConfigReader reader,
      Instances<Discoverer> discoverers) {
    services = new RulesServices(engines, storages, sinks, reader, discoverers);
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public Class<RulesConfig> configType() {
    return RulesConfig.class;
  }

  @Override
  public Part create(RulesConfig config, Context context) {
    return new RulesPart(config, context, services);
  }
}
