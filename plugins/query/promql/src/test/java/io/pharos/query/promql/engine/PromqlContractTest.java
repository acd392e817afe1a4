package io.pharos.query.promql.engine;

import io.pharos.spi.query.QueryEngineFactory;
import io.pharos.testkit.query.QueryContract;

class PromqlContractTest extends QueryContract<PromqlConfig> {
  @Override
  protected QueryEngineFactory<PromqlConfig> factory() {
    return new PromqlEngineFactory();
  }

  @Override
  protected PromqlConfig config() {
    return TestConfigs.defaults();
  }
}
