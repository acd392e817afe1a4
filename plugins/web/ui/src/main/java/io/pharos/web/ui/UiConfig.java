package io.pharos.web.ui;

import io.pharos.spi.config.Flag;

/**
 * What can be said of the pages. Immutable.
 *
 * @param pageTitle stands behind the name of each page
 */
public record UiConfig(@Flag("web.page-title") String pageTitle) {
  private static final String ORIGINAL_TITLE =
      "Prometheus Time Series Collection and Processing Server";

  /** The title to show: ours where nobody chose another one. */
  String title() {
    return pageTitle.isEmpty() || pageTitle.equals(ORIGINAL_TITLE) ? "Pharos" : pageTitle;
  }
}
