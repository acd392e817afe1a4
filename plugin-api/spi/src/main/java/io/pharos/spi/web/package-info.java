/** The extension point of routes and pages. */
@NullMarked
package io.pharos.spi.web;

import org.jspecify.annotations.NullMarked;
