package io.pharos.storage.tsdb.label;

import io.pharos.model.label.Labels;
import io.pharos.storage.tsdb.memory.Slab;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Label sets as a shape, the symbols of their names, which many series share, and the symbols of
 * their values. A label set is the name of a piece of the slab: shape, then a symbol for each
 * value. Guarded by the owner's lock; a label set that is in use may be read without it.
 */
public final class LabelStore implements AutoCloseable {
  private static final byte END = (byte) 0xFF;

  private final Slab slab;
  private final Symbols symbols;
  private final Map<Names, Integer> shapes = new HashMap<>();
  private Names[] names = new Names[16];
  private int[] users = new int[16];
  private int shapeCount;

  /** Symbols of the label set that was added last, whose neighbours are much like it. */
  private int[] scratch = new int[64];

  /** How many of them are still in use for certain, and its shape, -1 for none. */
  private int lastCount;

  private int lastShape = -1;

  public LabelStore(Slab slab) {
    this.slab = slab;
    symbols = new Symbols(slab);
  }

  public Symbols symbols() {
    return symbols;
  }

  /** Keeps a label set given in the form of the tool kit's label hasher. */
  public int add(byte[] form, int length) {
    int count = 0;
    for (int from = 0; from < length; ) {
      int end = end(form, from);
      if (count == scratch.length) {
        scratch = Arrays.copyOf(scratch, 2 * count);
      }
      int last = count < lastCount ? scratch[count] : 0;
      scratch[count++] =
          last != 0 && symbols.equal(last, form, from, end - from)
              ? symbols.share(last)
              : symbols.intern(form, from, end - from);
      from = end + 1;
    }
    lastCount = count;
    int size = count / 2;
    int shape = sharedShape(size);
    lastShape = shape;
    int labels = slab.allocate(4 + 4 * size);
    slab.putInt(labels, 0, shape);
    for (int i = 0; i < size; i++) {
      slab.putInt(labels, 4 + 4 * i, scratch[2 * i + 1]);
    }
    return labels;
  }

  /** Forgets a label set. */
  public void remove(int labels) {
    lastCount = 0;
    lastShape = -1;
    int shape = slab.getInt(labels, 0);
    int[] keys = names[shape].symbols;
    for (int i = 0; i < keys.length; i++) {
      symbols.release(slab.getInt(labels, 4 + 4 * i));
      symbols.release(keys[i]);
    }
    if (--users[shape] == 0) {
      shapes.remove(names[shape]);
    }
    slab.free(labels, 4 + 4 * keys.length);
  }

  /** Whether a label set has this form. */
  public boolean equal(int labels, byte[] form, int length) {
    int[] keys = names(labels);
    int from = 0;
    for (int i = 0; i < 2 * keys.length; i++) {
      if (from >= length) {
        return false;
      }
      int end = end(form, from);
      int symbol = i % 2 == 0 ? keys[i / 2] : value(labels, i / 2);
      if (!symbols.equal(symbol, form, from, end - from)) {
        return false;
      }
      from = end + 1;
    }
    return from == length;
  }

  /** The form of a label set; answers its length, and only writes what fits. */
  public int form(int labels, byte[] target) {
    int[] keys = names(labels);
    int at = 0;
    for (int i = 0; i < 2 * keys.length; i++) {
      int symbol = i % 2 == 0 ? keys[i / 2] : value(labels, i / 2);
      int length = symbols.length(symbol);
      if (at + length < target.length) {
        symbols.bytes(symbol, target, at);
        target[at + length] = END;
      }
      at += length + 1;
    }
    return at;
  }

  /** The symbols of the names, in order; not to be changed. */
  public int[] names(int labels) {
    return names[slab.getInt(labels, 0)].symbols;
  }

  /** The number of the shape, the same for all label sets with the same names. */
  public int shape(int labels) {
    return slab.getInt(labels, 0);
  }

  /** The symbol of a value, by its place among the names. */
  public int value(int labels, int place) {
    return slab.getInt(labels, 4 + 4 * place);
  }

  /** The symbol of the value of a name, 0 where the name is absent. */
  public int valueOf(int labels, int name) {
    int[] keys = names(labels);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == name) {
        return value(labels, i);
      }
    }
    return 0;
  }

  public Labels labels(int labels) {
    int[] keys = names(labels);
    String[] pairs = new String[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      pairs[2 * i] = symbols.text(keys[i]);
      pairs[2 * i + 1] = symbols.text(value(labels, i));
    }
    return Labels.ofSorted(pairs);
  }

  /** Compares two label sets, of which the second may be another store's, in their order. */
  public static int compare(LabelStore a, int x, LabelStore b, int y) {
    int[] left = a.names(x);
    int[] right = b.names(y);
    int common = Math.min(left.length, right.length);
    for (int i = 0; i < common; i++) {
      int order = Symbols.compare(a.symbols, left[i], b.symbols, right[i]);
      if (order == 0) {
        order = Symbols.compare(a.symbols, a.value(x, i), b.symbols, b.value(y, i));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  @Override
  public void close() {
    symbols.close();
  }

  /** The shape of the first names in the scratch. */
  private int sharedShape(int size) {
    if (lastShape >= 0 && isShape(names[lastShape].symbols, size)) {
      users[lastShape]++;
      return lastShape;
    }
    int[] keys = new int[size];
    for (int i = 0; i < size; i++) {
      keys[i] = scratch[2 * i];
    }
    Names key = new Names(keys);
    Integer known = shapes.get(key);
    if (known != null) {
      users[known]++;
      return known;
    }
    int shape = freeShape();
    names[shape] = key;
    users[shape] = 1;
    shapes.put(key, shape);
    return shape;
  }

  private boolean isShape(int[] keys, int size) {
    boolean isSame = keys.length == size;
    for (int i = 0; isSame && i < size; i++) {
      isSame = keys[i] == scratch[2 * i];
    }
    return isSame;
  }

  private int freeShape() {
    if (shapes.size() < shapeCount) {
      for (int i = 0; i < shapeCount; i++) {
        if (users[i] == 0) {
          return i;
        }
      }
    }
    if (shapeCount == names.length) {
      names = Arrays.copyOf(names, 2 * shapeCount);
      users = Arrays.copyOf(users, 2 * shapeCount);
    }
    return shapeCount++;
  }

  private static int end(byte[] form, int from) {
    int at = from;
    while (form[at] != END) {
      at++;
    }
    return at;
  }

  /** Symbols of names as a key. */
  private static final class Names {
    final int[] symbols;

    Names(int[] symbols) {
      this.symbols = symbols;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Names names && Arrays.equals(symbols, names.symbols);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(symbols);
    }
  }
}
