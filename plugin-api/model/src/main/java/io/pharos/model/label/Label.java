package io.pharos.model.label;

import static java.util.Objects.requireNonNull;

/** One name and its value. Immutable. */
public record Label(String name, String value) {
  /** The label that holds the name of a metric. */
  public static final String NAME = "__name__";

  public Label {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
  }
}
