package io.pharos.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.http.Route;
import io.pharos.spi.web.WebModule;
import io.pharos.spi.web.WebPages;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UiModuleTest {
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

  private static final List<WebPages.Brought> BROUGHT =
      List.of(
          new WebPages.Brought(
              "lights", new WebModule.Page("/lights", "<Lights>", "/lights/page.js")));

  private final Pages pages = Pages.of("/pages/");

  @Test
  void putsAFreshNonceIntoPolicyAndPage() throws Exception {
    PlayedResponse first = get(new PlayedRequest("/query"));
    PlayedResponse second = get(new PlayedRequest("/query"));

    String nonce = nonceOf(first);
    assertThat(first.headers.get("Content-Security-Policy"))
        .contains(
            "script-src 'self' 'nonce-" + nonce + "'", "style-src 'self' 'nonce-" + nonce + "'")
        .doesNotContain("unsafe");
    assertThat(first.headers)
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Content-Type", "text/html; charset=utf-8");
    assertThat(nonceOf(second)).isNotEqualTo(nonce);
  }

  @Test
  void writesATitleAsTextOnly() throws Exception {
    PlayedResponse response =
        get(module("</script><b>&\"x", PlayedServer.PLAIN), new PlayedRequest("/targets"));

    assertThat(response.text())
        .contains("<title>&lt;/script&gt;&lt;b&gt;&amp;&#34;x</title>")
        .contains("\"title\":\"\\u003c/script\\u003e\\u003cb\\u003e\\u0026\\u0022x\"");
  }

  @Test
  void standsBelowTheRoutePrefix() throws Exception {
    UiModule module = module("Pharos", new PlayedServer("http://localhost:9090", "/mon", Map.of()));

    assertThat(get(module, new PlayedRequest("/query")).text())
        .contains("<base href=\"/mon/\">")
        .contains("\"base\":\"/mon\"");
  }

  @Test
  void standsBelowThePathThatBrowsersUseWhereOneIsStated() throws Exception {
    UiModule module =
        module(
            "Pharos",
            new PlayedServer(
                "https://prom.example/ext/path",
                "/internal",
                Map.of("web.external-url", "https://prom.example/ext/path/")));

    assertThat(get(module, new PlayedRequest("/query")).text())
        .contains("<base href=\"/ext/path/\">");
  }

  @Test
  void tellsTheDocumentOfPagesThatPluginsBring() throws Exception {
    String entry =
        "\"pages\":[{\"plugin\":\"lights\",\"path\":\"/lights\","
            + "\"title\":\"\\u003cLights\\u003e\",\"script\":\"/lights/page.js\"}]";
    assertThat(get(new PlayedRequest("/query")).text()).contains(entry);

    PlayedResponse framed = new PlayedResponse();
    module("Pharos", PlayedServer.PLAIN)
        .frame()
        .orElseThrow()
        .handle(new PlayedRequest("/lights"), framed);
    assertThat(framed.text()).contains(entry);
  }

  @Test
  void sendsTheSmallestFormThatAClientTakes() throws Exception {
    PlayedResponse brotli = asset("a-1.js", "gzip, deflate", "br;q=0.9");
    PlayedResponse gzip = asset("a-1.js", "gzip, br;q=0");
    PlayedResponse plain = asset("a-1.js");

    assertThat(brotli.headers).containsEntry("Content-Encoding", "br");
    assertThat(brotli.text()).isEqualTo("brotli\n");
    assertThat(gzip.headers).containsEntry("Content-Encoding", "gzip");
    assertThat(gzip.text()).isEqualTo("gzip\n");
    assertThat(plain.headers)
        .doesNotContainKey("Content-Encoding")
        .containsEntry("Content-Type", "text/javascript; charset=utf-8")
        .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
        .containsEntry("Vary", "Accept-Encoding");
    assertThat(plain.text()).isEqualTo("plain\n");
  }

  @Test
  void knowsNoFileThatTheBuildDidNotList() throws Exception {
    for (String name : List.of("b.js", "../index.html", "..%2findex.html", "a-1.js.br", "")) {
      PlayedResponse response = asset(name);

      assertThat(response.status()).as(name).isEqualTo(404);
      assertThat(response.text()).isEqualTo("404 page not found\n");
    }
  }

  @Test
  void answersWhileTheServerStarts() {
    assertThat(module("Pharos", PlayedServer.PLAIN).routes()).allMatch(Route::early);
  }

  @Test
  void takesTheOriginalsTitleForNone() {
    String original = "Prometheus Time Series Collection and Processing Server";

    assertThat(new UiConfig(original).title()).isEqualTo("Pharos");
    assertThat(new UiConfig("").title()).isEqualTo("Pharos");
    assertThat(new UiConfig("Rack 7").title()).isEqualTo("Rack 7");
  }

  private PlayedResponse asset(String name, String... acceptEncoding) throws Exception {
    UiModule module = module("Pharos", PlayedServer.PLAIN);
    PlayedRequest request = new PlayedRequest("/assets/" + name, "", name, List.of(acceptEncoding));
    return send(route(module, "/assets/<file>"), request);
  }

  private PlayedResponse get(PlayedRequest request) throws Exception {
    return get(module("Pharos", PlayedServer.PLAIN), request);
  }

  private static PlayedResponse get(UiModule module, PlayedRequest request) throws Exception {
    return send(route(module, request.path()), request);
  }

  private static PlayedResponse send(Route route, PlayedRequest request) throws Exception {
    PlayedResponse response = new PlayedResponse();
    route.handler().handle(request, response);
    return response;
  }

  private static Route route(UiModule module, String path) {
    return module.routes().stream()
        .filter(route -> route.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private UiModule module(String title, PlayedServer server) {
    return new UiModule(pages, title, server, () -> BROUGHT);
  }

  private static String nonceOf(PlayedResponse response) {
    Matcher matcher = NONCE.matcher(response.text());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
