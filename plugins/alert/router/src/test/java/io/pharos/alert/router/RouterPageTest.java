package io.pharos.alert.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.http.Route;
import io.pharos.spi.web.WebModule;
import io.pharos.testkit.http.FakeExchange;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterPageTest {
  @TempDir Path folder;

  @Test
  void bringsAPageWithItsScript() {
    try (WebModule module = module()) {
      WebModule.Page page = module.pages().getFirst();
      assertThat(page.path()).isEqualTo("/notifications");
      FakeExchange script = FakeExchange.of("GET", page.script()).send(module.routes());
      assertThat(script.text()).contains("export function mount(element, host)");
    }
  }

  @Test
  void leadsFromTheRootOfItsSiteToThePageOfTheServer() {
    try (WebModule module = module()) {
      List<Route> own =
          module.routes().stream().filter(route -> route.site().equals("alertmanager")).toList();
      FakeExchange root = FakeExchange.of("GET", "/").send(own);
      assertThat(root.status()).isEqualTo(302);
      assertThat(root.answerHeader("Location"))
          .isEqualTo(new FakeContext(folder).server().externalUrl() + "/notifications");
    }
  }

  private WebModule module() {
    return new RouterPageFactory().create(new RouterPageFactory.Config(), new FakeContext(folder));
  }
}
