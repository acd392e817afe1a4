package io.pharos.storage.tsdb.query;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where one series is found: places in selections, in the order of their time. Confined to one
 * thread while it is filled.
 */
public final class Parts {
  private @Nullable Selection[] sources = new Selection[4];
  private int[] indexes = new int[4];
  private int count;

  public void clear() {
    count = 0;
  }

  public void add(Selection source, int index) {
    if (count == indexes.length) {
      sources = Arrays.copyOf(sources, 2 * count);
      indexes = Arrays.copyOf(indexes, 2 * count);
    }
    sources[count] = source;
    indexes[count++] = index;
  }

  public int count() {
    return count;
  }

  public Selection source(int part) {
    return requireNonNull(sources[part]);
  }

  public int index(int part) {
    return indexes[part];
  }
}
