package io.pharos.spi.query;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a query's plan, with those whose values it takes. Immutable.
 *
 * @param type the word of the syntax tree of the HTTP API: {@code aggregation}, {@code binaryExpr},
 *     {@code call}, {@code matrixSelector}, {@code numberLiteral}, {@code stringLiteral}, {@code
 *     subquery}, {@code unaryExpr}, {@code vectorSelector}
 * @param name what it does, in a word or two: {@code rate}, {@code sum by (job)}, the metric of a
 *     selector
 * @param start where its part of the query's text begins, in UTF-16 code units
 * @param end behind that part
 * @param steps at how many moments it is computed; 1 for what does not depend on the step
 * @param details what else is known, by name
 * @param cost null unless the query was analyzed and this operator was measured alone
 * @param children its operands, in the order of the text
 */
@Experimental(since = "0.1")
public record PlanNode(
    String type,
    String name,
    int start,
    int end,
    int steps,
    Map<String, String> details,
    @Nullable Cost cost,
    List<PlanNode> children) {
  public PlanNode {
    requireNonNull(type, "type");
    requireNonNull(name, "name");
    details = Map.copyOf(details);
    children = List.copyOf(children);
  }

  /**
   * What an operator cost. Immutable.
   *
   * @param nanos the work of all threads in it and below it
   * @param selfNanos that without what is below it
   * @param series series that it gave with a value at some step
   * @param samples values that it gave over all steps
   * @param samplesRead samples that it decoded from the storage itself
   * @param bytes memory that it charged to the query itself
   */
  public record Cost(
      long nanos, long selfNanos, long series, long samples, long samplesRead, long bytes) {}
}
