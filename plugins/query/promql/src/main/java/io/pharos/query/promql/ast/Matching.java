package io.pharos.query.promql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the elements of two vectors find each other. Immutable.
 *
 * @param labels names after {@code on} or {@code ignoring}
 * @param on whether these are the ones that count, else those that do not
 * @param include names after {@code group_left} or {@code group_right}
 * @param fillLeft the value of a missing element on the left, null for none
 * @param fillRight the value of a missing element on the right, null for none
 */
public record Matching(
    Cardinality cardinality,
    List<String> labels,
    boolean on,
    List<String> include,
    @Nullable Double fillLeft,
    @Nullable Double fillRight) {
  public Matching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  /** How many elements of each side may match. */
  public enum Cardinality {
    ONE_TO_ONE("one-to-one"),
    MANY_TO_ONE("many-to-one"),
    ONE_TO_MANY("one-to-many"),
    MANY_TO_MANY("many-to-many");

    private final String word;

    Cardinality(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public Matching with(Cardinality other) {
    return new Matching(other, labels, on, include, fillLeft, fillRight);
  }

  /** Whether a missing element of either side has a value. */
  public boolean fills() {
    return fillLeft != null || fillRight != null;
  }
}
