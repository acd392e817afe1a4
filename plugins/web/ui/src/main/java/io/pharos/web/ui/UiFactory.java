package io.pharos.web.ui;

import io.pharos.spi.runtime.Context;
import io.pharos.spi.web.WebFactory;
import io.pharos.spi.web.WebModule;
import io.pharos.spi.web.WebPages;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the pages. Without state. */
@Extension
public final class UiFactory implements WebFactory<UiConfig> {
  private final WebPages brought;

  @Inject
  public UiFactory(WebPages brought) {
    this.brought = brought;
  }

  @Override
  public String type() {
    return "ui";
  }

  @Override
  public Class<UiConfig> configType() {
    return UiConfig.class;
  }

  @Override
  public WebModule create(UiConfig config, Context context) {
    return new UiModule(Pages.of("/web/"), config.title(), context.server(), brought);
  }
}
