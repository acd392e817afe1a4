package io.pharos.web.api;

import io.pharos.spi.config.ConfigView;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import io.pharos.spi.web.WebFactory;
import io.pharos.spi.web.WebModule;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the API. */
@Extension
public final class WebApiFactory implements WebFactory<WebApiConfig> {
  private final Services services;

  @Inject
  public WebApiFactory(
      ServiceRef<Storage> storage,
      ServiceRef<QueryEngine> engine,
      MetricFamilies metrics,
      Plugins plugins,
      ConfigView configuration) {
    this.services = new Services(storage, engine, metrics, plugins, configuration);
  }

  /** What the API shows. Immutable. */
  record Services(
      ServiceRef<Storage> storage,
      ServiceRef<QueryEngine> engine,
      MetricFamilies metrics,
      Plugins plugins,
      ConfigView configuration) {}

  @Override
  public String type() {
    return "api";
  }

  @Override
  public Class<WebApiConfig> configType() {
    return WebApiConfig.class;
  }

  @Override
  public WebModule create(WebApiConfig config, Context context) {
    return new WebApi(config, context, services);
  }
}
