/** Serves the pages that people look at. */
@NullMarked
package io.pharos.web.ui;

import org.jspecify.annotations.NullMarked;
