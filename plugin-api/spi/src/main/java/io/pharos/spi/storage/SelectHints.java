package io.pharos.spi.storage;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.util.List;

/**
 * What the caller will do with a selection; a storage may use any of it to do less, and a remote
 * one to send less. Immutable.
 *
 * @param mint first millisecond of samples that are wanted, within the querier's range
 * @param maxt last one
 * @param want what is read of each series
 * @param step the step of the query in milliseconds, 0 for an instant one
 * @param range the range of the enclosing range selector in milliseconds, 0 without one
 * @param function the innermost function around the selector, or ""
 * @param grouping labels of the innermost aggregation around it
 * @param by whether these are kept ({@code by}) or left out ({@code without})
 * @param sorted whether series must come in the order of their labels
 * @param limit at most so many series, 0 for all
 */
@Experimental(since = "0.1")
public record SelectHints(
    long mint,
    long maxt,
    Want want,
    long step,
    long range,
    String function,
    List<String> grouping,
    boolean by,
    boolean sorted,
    int limit) {
  public SelectHints {
    requireNonNull(want, "want");
    requireNonNull(function, "function");
    grouping = List.copyOf(grouping);
  }

  /** What is read of a series. */
  public enum Want {
    /** Every sample of the range. */
    SAMPLES,
    /** The newest sample of the range alone; a storage may give more. */
    NEWEST,
    /** Labels alone: series may come that have no sample in the range but were alive near it. */
    LABELS
  }

  /** All samples of a range in any order of series. */
  public static SelectHints samples(long mint, long maxt) {
    return new SelectHints(mint, maxt, Want.SAMPLES, 0, 0, "", List.of(), false, false, 0);
  }

  /** Label sets alone, sorted. */
  public static SelectHints labels(long mint, long maxt, int limit) {
    return new SelectHints(mint, maxt, Want.LABELS, 0, 0, "series", List.of(), false, true, limit);
  }
}
