package io.pharos.acceptance.process;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The installed Chromium, driven by a test. Confined to one thread. */
final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final Path PICTURES = Path.of("target/screenshots");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; without one the test is skipped. */
  static Chromium start() {
    Path chromium = Server.find("chromium");
    assumeTrue(chromium != null, "chromium is not installed");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(chromium).setArgs(ARGUMENTS)));
  }

  /** An empty window. */
  Window open(ColorScheme scheme, int width) {
    int height = width < 700 ? 844 : 900;
    Page page =
        browser.newPage(
            new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
    return new Window(page, scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** One window, and what went wrong in it so far. */
  static final class Window implements AutoCloseable {
    private final Page page;
    private final String variant;
    private final List<String> problems = new ArrayList<>();

    private Window(Page page, String variant) {
      this.page = page;
      this.variant = variant;
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
              problems.add(page.url() + " console: " + message.text());
            }
          });
      page.onPageError(error -> problems.add(page.url() + " error: " + error));
    }

    Page page() {
      return page;
    }

    List<String> problems() {
      return problems;
    }

    /** Leaves a picture in {@code target/screenshots}; answers it. */
    byte[] picture(String name) throws IOException {
      byte[] picture = page.screenshot();
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + "-" + variant + ".png"), picture);
      return picture;
    }

    /** Notes what axe finds, and whether the page is wider than its window. */
    void examine() throws IOException {
      Object overflow =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (((Number) overflow).intValue() > 0) {
        problems.add(page.url() + " " + variant + ": wider than its window by " + overflow);
      }
      // over the protocol, so the policy of the page stays as strict as it is
      page.evaluate(axe());
      Object found =
          page.evaluate(
              "axe.run().then(({violations}) => violations.map(v => v.id + ': ' + v.nodes"
                  + ".slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))");
      for (Object violation : (List<?>) found) {
        problems.add(page.url() + " " + variant + ": axe " + violation);
      }
    }

    private static String axe() throws IOException {
      Path root = Path.of(requireNonNull(System.getProperty("pharos.root"), "run by Maven"));
      return Files.readString(root.resolve("plugins/web/ui/web/node_modules/axe-core/axe.min.js"));
    }

    @Override
    public void close() {
      page.close();
    }
  }
}
