/**
 * How records describe the files and flags that configure a plugin, and sections that several
 * plugins read.
 */
@NullMarked
package io.pharos.spi.config;

import org.jspecify.annotations.NullMarked;
