package io.pharos.model.label;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds {@link Labels}; may be used again after {@link #build}. Confined to one thread. */
public final class LabelsBuilder {
  private String[] pairs;
  private int length;

  /** A builder without labels. */
  public LabelsBuilder() {
    pairs = new String[16];
  }

  LabelsBuilder(Labels labels) {
    pairs = new String[Math.max(16, 2 * labels.size() + 4)];
    reset(labels);
  }

  /** Forgets everything and starts with these labels. */
  public LabelsBuilder reset(Labels labels) {
    length = 2 * labels.size();
    if (pairs.length < length) {
      pairs = new String[length + 4];
    }
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = labels.name(i);
      pairs[2 * i + 1] = labels.value(i);
    }
    return this;
  }

  /** Sets a label; an empty value removes it. */
  public LabelsBuilder set(String name, String value) {
    requireNonNull(name, "name");
    int at = place(name);
    if (at >= 0) {
      if (value.isEmpty()) {
        System.arraycopy(pairs, at + 2, pairs, at, length - at - 2);
        length -= 2;
      } else {
        pairs[at + 1] = value;
      }
    } else if (!value.isEmpty()) {
      insert(-at - 1, name, value);
    }
    return this;
  }

  /** Removes a label if it is there. */
  public LabelsBuilder remove(String name) {
    return set(name, "");
  }

  /** The value of a name, null where it is absent. */
  public @Nullable String get(String name) {
    int at = place(name);
    return at < 0 ? null : pairs[at + 1];
  }

  /** The number of labels so far. */
  public int size() {
    return length / 2;
  }

  /** The name at a place from 0 to {@code size() - 1}, in order. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** The value at a place from 0 to {@code size() - 1}. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The labels as they stand. */
  public Labels build() {
    return Labels.ofSorted(Arrays.copyOf(pairs, length));
  }

  private void insert(int at, String name, String value) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * length);
    }
    System.arraycopy(pairs, at, pairs, at + 2, length - at);
    pairs[at] = name;
    pairs[at + 1] = value;
    length += 2;
  }

  /** Where the name stands, or -1 minus the place where it belongs. */
  private int place(String name) {
    for (int i = length - 2; i >= 0; i -= 2) {
      int order = LabelOrder.compare(pairs[i], name);
      if (order == 0) {
        return i;
      }
      if (order < 0) {
        return -(i + 2) - 1;
      }
    }
    return -1;
  }
}
