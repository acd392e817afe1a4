package io.pharos.web.api;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.http.Route;
import io.pharos.spi.storage.Storage;
import io.pharos.spi.web.WebFactory;
import io.pharos.testkit.query.FakeQuery;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.testkit.storage.MemoryStorage;
import io.pharos.testkit.web.WebContract;
import java.time.Duration;
import java.util.List;

class WebApiContractTest extends WebContract<WebApiConfig> {
  private final Storage storage = new MemoryStorage();

  @Override
  protected WebFactory<WebApiConfig> factory() {
    return new WebApiFactory(
        new FixedServiceRef<>(storage),
        new FixedServiceRef<>(new FakeQuery()),
        site -> List.of(),
        List::of,
        file -> "");
  }

  @Override
  protected WebApiConfig config() {
    GlobalConfig global =
        new GlobalConfig(
            Duration.ofMinutes(1),
            null,
            List.of(),
            Duration.ofMinutes(1),
            Duration.ZERO,
            "",
            "",
            Labels.empty(),
            new ByteSize(0),
            0,
            0,
            0,
            0,
            0,
            0,
            "utf8",
            "",
            false,
            false,
            false,
            null);
    return new WebApiConfig(global, true, 16, 10_000);
  }

  @Override
  protected boolean endsByItself(Route route) {
    return !route.path().endsWith("/live");
  }

  @Override
  protected boolean isOn(Route route) {
    // one asks for a feature, the other for an engine that explains
    return !route.path().contains("/search/") && !route.path().endsWith("/query_explain");
  }
}
