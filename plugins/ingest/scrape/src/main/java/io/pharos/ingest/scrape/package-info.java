/**
 * Scraping: jobs, their targets, and one loop a target that reads an exposition into the storage.
 *
 * <p>{@code ScrapePart} owns pools, a pool owns loops, a loop owns what is remembered of its
 * target's lines. Only the loop's thread touches that.
 */
@NullMarked
package io.pharos.ingest.scrape;

import org.jspecify.annotations.NullMarked;
