package io.pharos.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds what the front end's build leaves against what the server does with it. */
class BuiltPagesTest {
  private static final Pattern OWN_FILE = Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"");

  private final Pages pages = Pages.of("/web/");

  @Test
  void leaveNoPlaceholderUnfilled() throws Exception {
    PlayedResponse response = new PlayedResponse();
    new IndexPage(pages.text("index.html"), "Pharos").send(response, "", List.of());

    assertThat(response.text())
        .doesNotContain("{{", "}}")
        .contains("<base href=\"/\"", "<title>Pharos</title>", "property=\"csp-nonce\"");
  }

  @Test
  void allOfThePagesFilesAreServed() throws Exception {
    Matcher files = OWN_FILE.matcher(pages.text("index.html"));
    int found = 0;
    while (files.find()) {
      PlayedResponse response = new PlayedResponse();
      pages.send(files.group(1), "no-cache", new PlayedRequest("/"), response);
      assertThat(response.status()).as(files.group(1)).isEqualTo(200);
      assertThat(response.text()).isNotEmpty();
      found++;
    }
    assertThat(found).isGreaterThanOrEqualTo(3);
  }
}
