package io.pharos.model.sample;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;

/**
 * One observation that stands for those of a sample. Immutable.
 *
 * @param timestamp epoch milliseconds
 */
public record Exemplar(Labels labels, double value, long timestamp) {
  public Exemplar {
    requireNonNull(labels, "labels");
  }
}
