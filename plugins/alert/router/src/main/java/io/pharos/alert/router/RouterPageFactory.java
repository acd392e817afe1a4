package io.pharos.alert.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.error.BugException;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.web.WebFactory;
import io.pharos.spi.web.WebModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.pf4j.Extension;

/** Makes the page {@code /notifications} of the web UI; what it shows comes from {@link ApiV2}. */
@Extension
public final class RouterPageFactory implements WebFactory<RouterPageFactory.Config> {
  private static final String PAGE = "/notifications";
  private static final String SCRIPT = PAGE + "/page.js";

  @Override
  public String type() {
    return "alertmanager";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public WebModule create(Config config, Context context) {
    return new RouterPage(read("/page/notifications.js"), context.server().externalUrl());
  }

  private static String read(String name) {
    try (InputStream in = RouterPageFactory.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BugException("file is not in the archive [name=" + name + "]");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new BugException(
          BugException.Code.BROKEN_INVARIANT, "file cannot be read [name=" + name + "]", e);
    }
  }

  /** Settings of the page: there are none. */
  public record Config() {}

  /** The page and its script. Immutable. */
  private record RouterPage(String script, String externalUrl) implements WebModule {
    @Override
    public List<Route> routes() {
      return List.of(
          Route.get(SCRIPT, (_, response) -> sendScript(response)).whileStarting(),
          // links behind a hash survive this, for browsers keep the hash
          Route.get(
                  "/", (_, response) -> response.status(302).header("Location", externalUrl + PAGE))
              .on(ApiV2.SITE));
    }

    private void sendScript(HttpResponse response) throws IOException {
      response
          .header("Cache-Control", "no-cache")
          .header("X-Content-Type-Options", "nosniff")
          .text("text/javascript; charset=utf-8", script);
    }

    @Override
    public List<Page> pages() {
      return List.of(new Page(PAGE, "Notifications", SCRIPT));
    }

    @Override
    public void close() {}
  }
}
