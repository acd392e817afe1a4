package io.pharos.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.error.BugException;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.web.WebFactory;
import io.pharos.spi.web.WebModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.pf4j.Extension;

/** Makes the page {@code /push} of the web UI; what it shows comes from {@link PushRoutes}. */
@Extension
public final class PushPageFactory implements WebFactory<PushPageFactory.Config> {
  private static final String SCRIPT = "/push/page.js";

  @Override
  public String type() {
    return "push";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public WebModule create(Config config, Context context) {
    return new PushPage(read("/page/push.js"));
  }

  private static String read(String name) {
    try (InputStream in = PushPageFactory.class.getResourceAsStream(name)) {
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
  private record PushPage(String script) implements WebModule {
    @Override
    public List<Route> routes() {
      return List.of(
          Route.get(
                  SCRIPT,
                  (_, response) ->
                      response
                          .header("Cache-Control", "no-cache")
                          .header("X-Content-Type-Options", "nosniff")
                          .text("text/javascript; charset=utf-8", script))
              .whileStarting());
    }

    @Override
    public List<Page> pages() {
      return List.of(new Page("/push", "Push", SCRIPT));
    }

    @Override
    public void close() {}
  }
}
