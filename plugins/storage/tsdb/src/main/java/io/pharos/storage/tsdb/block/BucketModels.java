package io.pharos.storage.tsdb.block;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.toolkit.hash.Hash128;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns stand that those of the same histogram can be written by: of each histogram
 * that of the series which came first, the bucket {@code +Inf} as a rule. Known while the series of
 * one family come, which stand together. Confined to one thread.
 */
final class BucketModels {
  /** Histograms of one family; those beyond have no models. */
  private static final int MOST = 1 << 16;

  private static final byte END = (byte) 0xFF;
  private static final byte[] NAME = {'_', '_', 'n', 'a', 'm', 'e', '_', '_'};
  private static final byte[] BOUND = {'l', 'e'};
  private static final byte[] BUCKET = {'_', 'b', 'u', 'c', 'k', 'e', 't'};
  private static final byte[] COUNT = {'_', 'c', 'o', 'u', 'n', 't'};

  private final Map<Key, Model> models = new HashMap<>();
  private final Sink rest = new Sink(256);
  private final long[] hash = new long[2];
  private byte[] family = new byte[0];

  private record Key(long low, long high) {}

  /** The columns of a series. */
  static final class Model {
    private long[] places = new long[4];
    private int count;

    /** Adds the next column. */
    void add(long at, int length, long timeAt, int samples) {
      if (4 * count == places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      places[4 * count] = at;
      places[4 * count + 1] = length;
      places[4 * count + 2] = timeAt;
      places[4 * count++ + 3] = samples;
    }

    boolean isEmpty() {
      return count == 0;
    }

    /** Whether a column is there, for so many samples of these times. */
    boolean fits(int column, long timeAt, int samples) {
      return column < count
          && length(column) > 0
          && places[4 * column + 2] == timeAt
          && places[4 * column + 3] == samples;
    }

    long at(int column) {
      return places[4 * column];
    }

    int length(int column) {
      return (int) places[4 * column + 1];
    }
  }

  /**
   * The columns of the histogram that a series belongs to, none if it is the first; null if the
   * series is no part of a histogram. The labels are in the form of the tool kit's label hasher.
   */
  @Nullable Model of(byte[] form, int length) {
    rest.clear();
    int suffix = 0;
    boolean isBucket = false;
    for (int from = 0; from < length; ) {
      int name = end(form, from);
      int value = end(form, name + 1);
      if (Arrays.equals(form, from, name, NAME, 0, NAME.length)) {
        suffix = suffix(form, name + 1, value);
        if (suffix == 0) {
          return null;
        }
        startFamily(form, name + 1, value - suffix);
      } else if (Arrays.equals(form, from, name, BOUND, 0, BOUND.length)) {
        isBucket = true;
      } else {
        rest.bytes(form, from, value + 1 - from);
      }
      from = value + 1;
    }
    if (suffix == 0 || isBucket != (suffix == BUCKET.length)) {
      return null;
    }
    Hash128.of(rest.array(), 0, rest.size(), hash);
    Key key = new Key(hash[0], hash[1]);
    Model known = models.get(key);
    if (known == null && models.size() < MOST) {
      known = new Model();
      models.put(key, known);
    }
    return known;
  }

  private void startFamily(byte[] form, int from, int to) {
    if (!Arrays.equals(form, from, to, family, 0, family.length)) {
      family = Arrays.copyOfRange(form, from, to);
      models.clear();
    }
  }

  private static int suffix(byte[] form, int from, int to) {
    return endsWith(form, from, to, BUCKET)
        ? BUCKET.length
        : endsWith(form, from, to, COUNT) ? COUNT.length : 0;
  }

  private static boolean endsWith(byte[] form, int from, int to, byte[] suffix) {
    int at = to - suffix.length;
    return at > from && Arrays.equals(form, at, to, suffix, 0, suffix.length);
  }

  private static int end(byte[] form, int from) {
    int at = from;
    while (form[at] != END) {
      at++;
    }
    return at;
  }
}
