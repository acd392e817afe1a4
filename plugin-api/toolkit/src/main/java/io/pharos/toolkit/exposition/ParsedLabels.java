package io.pharos.toolkit.exposition;

import java.util.Arrays;

/**
 * Names and values as they stand in one line, in its order, with repetitions and empty values: what
 * these mean is decided by who asks. Reused from line to line. Confined to one thread.
 */
public final class ParsedLabels {
  private String[] pairs = new String[32];
  private int size;

  /** Forgets all. */
  public void clear() {
    Arrays.fill(pairs, 0, 2 * size, null);
    size = 0;
  }

  void add(String name, String value) {
    if (2 * size == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * pairs.length);
    }
    pairs[2 * size] = name;
    pairs[2 * size + 1] = value;
    size++;
  }

  public int size() {
    return size;
  }

  public String name(int index) {
    return pairs[2 * index];
  }

  public String value(int index) {
    return pairs[2 * index + 1];
  }
}
