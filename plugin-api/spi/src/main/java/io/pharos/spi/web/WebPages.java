package io.pharos.spi.web;

import io.pharos.spi.Experimental;
import java.util.List;

/**
 * The pages of all running modules, for the module that shows them. Injected; asked for at each
 * request, for plugins come and go. Thread-safe.
 */
@Experimental(since = "0.1")
public interface WebPages {
  /** The pages, those of modules first that started first. */
  List<Brought> list();

  /**
   * A page and whose it is. Immutable.
   *
   * @param plugin the plugin's id
   */
  record Brought(String plugin, WebModule.Page page) {}
}
