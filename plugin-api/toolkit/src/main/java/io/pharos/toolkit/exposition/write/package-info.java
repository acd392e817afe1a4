/** Writes what scrapers read: families of metrics in the text format. */
@NullMarked
package io.pharos.toolkit.exposition.write;

import org.jspecify.annotations.NullMarked;
