package io.pharos.spi.query;

import io.pharos.spi.Experimental;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query cost; times in nanoseconds. Immutable.
 *
 * @param totalQueryableSamples samples that the steps looked at, the original's measure
 * @param samplesRead samples that the steps looked at and the steps before them had not
 * @param peakSamples the most that were held at one time
 * @param perStep totalQueryableSamples of each step, empty unless asked for
 * @param readPerStep samplesRead of each step, empty unless asked for
 * @param plan the operators with their costs, null unless asked for
 */
@Experimental(since = "0.1")
public record QueryStats(
    long evalTotalNanos,
    long resultSortNanos,
    long queryPreparationNanos,
    long innerEvalNanos,
    long execQueueNanos,
    long execTotalNanos,
    long totalQueryableSamples,
    long samplesRead,
    long peakSamples,
    List<Long> perStep,
    List<Long> readPerStep,
    @Nullable PlanNode plan) {
  public QueryStats {
    perStep = List.copyOf(perStep);
    readPerStep = List.copyOf(readPerStep);
  }
}
