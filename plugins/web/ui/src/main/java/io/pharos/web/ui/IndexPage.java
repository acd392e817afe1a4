package io.pharos.web.ui;

import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.web.WebPages;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The one page, filled anew for each answer. Thread-safe. */
final class IndexPage {
  private static final int NONCE_BYTES = 18;

  private final String template;
  private final String title;

  /** Must not be predictable, so it is not the context's generator. */
  private final SecureRandom random = new SecureRandom();

  IndexPage(String template, String title) {
    this.template = template;
    this.title = title;
  }

  /** Sends the page with a policy that lets nothing run or be styled but what it brings itself. */
  void send(HttpResponse response, String base, List<WebPages.Brought> pages) throws IOException {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    response
        .header("Cache-Control", "no-store")
        .header("Content-Security-Policy", policy(nonce))
        .header("Referrer-Policy", "same-origin")
        .header("X-Content-Type-Options", "nosniff")
        .text("text/html; charset=utf-8", fill(base, nonce, pages));
  }

  private static String policy(String nonce) {
    return "default-src 'none'; script-src 'self' 'nonce-"
        + nonce
        + "'; style-src 'self' 'nonce-"
        + nonce
        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'self'";
  }

  private String fill(String base, String nonce, List<WebPages.Brought> pages) {
    String boot =
        "{\"base\":"
            + Html.jsonString(base)
            + ",\"title\":"
            + Html.jsonString(title)
            + ",\"pages\":["
            + pages.stream().map(IndexPage::json).collect(Collectors.joining(","))
            + "]}";
    // what comes from outside is put in last, so that nothing in it is taken for a placeholder
    return template
        .replace("{{nonce}}", nonce)
        .replace("{{base}}", Html.escape(base))
        .replace("{{boot}}", boot)
        .replace("{{title}}", Html.escape(title));
  }

  private static String json(WebPages.Brought brought) {
    return "{\"plugin\":"
        + Html.jsonString(brought.plugin())
        + ",\"path\":"
        + Html.jsonString(brought.page().path())
        + ",\"title\":"
        + Html.jsonString(brought.page().title())
        + ",\"script\":"
        + Html.jsonString(brought.page().script())
        + "}";
  }
}
