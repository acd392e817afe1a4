package io.pharos.testkit.web;

import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.web.WebFactory;
import io.pharos.spi.web.WebModule;
import java.util.List;

/** Serves one text at {@code /fake}, with a page of the same path. Without state. */
public final class FakeWeb implements WebFactory<FakeWeb.Config> {
  /** Settings: the text. */
  public record Config(String text) {}

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public WebModule create(Config config, Context context) {
    return new WebModule() {
      @Override
      public List<Route> routes() {
        return List.of(
            Route.get("/fake", (request, response) -> response.text("text/plain", config.text())));
      }

      @Override
      public List<Page> pages() {
        return List.of(new Page("/fake", "Fake", "/fake.js"));
      }

      @Override
      public void close() {}
    };
  }
}
