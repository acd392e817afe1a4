package io.pharos.spi.web;

import io.pharos.spi.Experimental;
import io.pharos.spi.http.Route;
import java.util.List;

/** Routes and pages while they are served. */
@Experimental(since = "0.1")
public interface WebModule extends AutoCloseable {
  /** Asked for once. */
  List<Route> routes();

  /** Pages for the navigation. */
  default List<Page> pages() {
    return List.of();
  }

  @Override
  void close();

  /**
   * A page that the web UI offers. Immutable.
   *
   * @param path where it is, such as {@code /push}
   * @param title its word in the navigation
   * @param script the path of an ES module that exports {@code mount(element, host)}
   */
  record Page(String path, String title, String script) {}
}
