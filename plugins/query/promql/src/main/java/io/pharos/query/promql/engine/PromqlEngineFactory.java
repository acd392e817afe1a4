package io.pharos.query.promql.engine;

import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryEngineFactory;
import io.pharos.spi.runtime.Context;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the engine that answers PromQL. */
@Extension
public final class PromqlEngineFactory implements QueryEngineFactory<PromqlConfig> {
  @Inject
  public PromqlEngineFactory() {}

  @Override
  public String type() {
    return "promql";
  }

  @Override
  public Class<PromqlConfig> configType() {
    return PromqlConfig.class;
  }

  @Override
  public QueryEngine create(PromqlConfig config, Context context) {
    return new PromqlEngine(config, context);
  }
}
