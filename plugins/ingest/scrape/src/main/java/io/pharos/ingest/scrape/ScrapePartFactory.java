package io.pharos.ingest.scrape;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ConfigView;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the part that scrapes. */
@Extension
public final class ScrapePartFactory implements PartFactory<ScrapeConfig> {
  private final Services services;

  @Inject
  public ScrapePartFactory(
      ServiceRef<Storage> storage,
      Instances<Discoverer> discoverers,
      Instances<Exporter> exporters,
      ServiceRef<QueryEngine> engine,
      ConfigReader reader,
      ConfigView view) {
    services = new Services(storage, discoverers, exporters, engine, reader, view);
  }

  @Override
  public String name() {
    return "scrape";
  }

  @Override
  public Class<ScrapeConfig> configType() {
    return ScrapeConfig.class;
  }

  @Override
  public Part create(ScrapeConfig config, Context context) {
    return new ScrapePart(config, context, services);
  }

  /** What the part takes from others. Immutable. */
  record Services(
      ServiceRef<Storage> storage,
      Instances<Discoverer> discoverers,
      Instances<Exporter> exporters,
      ServiceRef<QueryEngine> engine,
      ConfigReader reader,
      ConfigView view) {}
}
