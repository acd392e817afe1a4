/** Tests. */
@NullMarked
package io.pharos.ingest.scrape;

import org.jspecify.annotations.NullMarked;
