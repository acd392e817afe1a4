package io.pharos.testkit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.http.Route;
import io.pharos.spi.web.WebFactory;
import io.pharos.spi.web.WebModule;
import io.pharos.testkit.http.FakeExchange;
import io.pharos.testkit.runtime.ContextContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What every set of routes and pages must do. A module's test extends this and says how one is
 * made.
 *
 * @param <C> the factory's record
 */
public abstract class WebContract<C extends Record> extends ContextContract<C> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The factory under test. */
  protected abstract WebFactory<C> factory();

  /** Whether a request of this route ends by itself; streams do not. */
  protected boolean endsByItself(Route route) {
    return true;
  }

  @Override
  protected final Class<C> configType() {
    return factory().configType();
  }

  @Override
  protected final String word() {
    return factory().type();
  }

  @Test
  void createStartsNothing() throws Exception {
    WebModule module = factory().create(config(), context());
    assertThat(context().time().running()).isZero();
    module.close();
  }

  @Test
  void itsRoutesAreLegal() throws Exception {
    try (WebModule module = factory().create(config(), context())) {
      assertThat(module.routes()).isNotEmpty();
      RouteRules.check(module.routes());
    }
  }

  @Test
  void itsPagesHaveAPathATitleAndAScript() throws Exception {
    try (WebModule module = factory().create(config(), context())) {
      for (WebModule.Page page : module.pages()) {
        assertThat(page.path()).startsWith("/");
        assertThat(page.title()).isNotBlank();
        assertThat(page.script()).startsWith("/");
      }
    }
  }

  /** Whether a route does its work in this test; one that is switched off may answer 500. */
  protected boolean isOn(Route route) {
    return true;
  }

  /** A request without parameters gets an answer, be it one that says what is missing. */
  @Test
  void aBareRequestIsAnswered() throws Exception {
    try (WebModule module = factory().create(config(), context())) {
      for (Route route : module.routes()) {
        if (RouteRules.isPlain(route) && endsByItself(route) && isOn(route)) {
          assertThat(FakeExchange.of("GET", route.path()).send(route.handler()).status())
              .as(route.path())
              .isBetween(200, 599)
              .isNotEqualTo(500);
        }
      }
    }
  }

  @Test
  void aStreamEndsWhenItsClientHangsUp() throws Exception {
    try (WebModule module = factory().create(config(), context())) {
      for (Route route : module.routes()) {
        if (RouteRules.isPlain(route) && !endsByItself(route)) {
          Thread thread =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        Thread.currentThread().interrupt();
                        try {
                          FakeExchange.of("GET", route.path()).send(route.handler());
                        } catch (RuntimeException | AssertionError e) {
                          // a stream that was given up may say so
                        }
                      });
          assertThat(thread.join(PATIENCE)).as("%s ends", route.path()).isTrue();
        }
      }
    }
  }

  @Test
  void closesTwice() throws Exception {
    WebModule module = factory().create(config(), context());
    module.close();
    module.close();
  }
}
