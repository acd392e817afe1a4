package io.pharos.spi.web;

import io.pharos.spi.Experimental;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.Route;
import java.util.List;
import java.util.Optional;

/** Routes and pages while they are served. */
@Experimental(since = "0.1")
public interface WebModule extends AutoCloseable {
  /** Asked for once. */
  List<Route> routes();

  /** Pages for the navigation. Asked for once. */
  default List<Page> pages() {
    return List.of();
  }

  /**
   * Sends the document in which a page of any module is drawn: it is called at the paths of {@link
   * WebPages}. Asked for once; of several modules that have one, the first is taken.
   */
  default Optional<HttpHandler> frame() {
    return Optional.empty();
  }

  @Override
  void close();

  /**
   * A page that the web UI offers. Immutable.
   *
   * @param path where it is, such as {@code /push}
   * @param title its word in the navigation
   * @param script the path of an ES module that exports {@code mount(element, host)}; one of the
   *     module's routes serves it
   */
  record Page(String path, String title, String script) {
    public Page {
      if (!path.startsWith("/") || !script.startsWith("/")) {
        throw new IllegalArgumentException(
            "path and script of a page begin with a slash [path="
                + path
                + ", script="
                + script
                + "]");
      }
    }
  }
}
