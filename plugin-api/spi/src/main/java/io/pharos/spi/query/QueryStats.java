package io.pharos.spi.query;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query cost; times in nanoseconds. Immutable.
 *
 * @param totalQueryableSamples samples that the steps looked at, the original's measure
 * @param samplesRead samples that were decoded
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

  /**
   * One operator; times include those of its children. Immutable.
   *
   * @param operator what it is: {@code rate}, {@code sum by (job)}, {@code select}
   * @param detail the part of the query that it stands for
   */
  public record PlanNode(
      String operator,
      String detail,
      long nanos,
      long series,
      long samples,
      long bytes,
      List<PlanNode> children) {
    public PlanNode {
      requireNonNull(operator, "operator");
      children = List.copyOf(children);
    }
  }
}
