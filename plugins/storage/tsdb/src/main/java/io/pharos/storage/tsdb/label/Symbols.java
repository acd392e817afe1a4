package io.pharos.storage.tsdb.label;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.storage.tsdb.memory.IntTable;
import io.pharos.storage.tsdb.memory.Slab;
import io.pharos.toolkit.hash.Hash64;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The dictionary: texts as UTF-8 bytes, each kept once and counted. A symbol is the name of a piece
 * of the slab: users, length, hash, then the bytes. Guarded by the owner's lock; a symbol that is
 * in use may be read without it.
 */
public final class Symbols implements AutoCloseable {
  private static final int USERS = 0;
  private static final int LENGTH = 4;
  private static final int HASH = 8;
  private static final int BYTES = 12;

  private final Slab slab;
  private final IntTable table;

  public Symbols(Slab slab) {
    this.slab = slab;
    table = new IntTable(symbol -> slab.getInt(symbol, HASH), 1024);
  }

  /** The symbol of a text, 0 if there is none. */
  public int find(byte[] text, int from, int length) {
    return find(text, from, length, hash(text, from, length));
  }

  /** The symbol of a text, 0 if there is none. */
  public int find(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return find(bytes, 0, bytes.length);
  }

  /** The symbol of a text, with one user more. */
  public int intern(byte[] text, int from, int length) {
    int hash = hash(text, from, length);
    int symbol = find(text, from, length, hash);
    if (symbol == 0) {
      symbol = slab.allocate(BYTES + length);
      slab.putInt(symbol, USERS, 0);
      slab.putInt(symbol, LENGTH, length);
      slab.putInt(symbol, HASH, hash);
      slab.putBytes(symbol, BYTES, text, from, length);
      table.add(symbol, hash);
    }
    slab.putInt(symbol, USERS, slab.getInt(symbol, USERS) + 1);
    return symbol;
  }

  /** A symbol that is in use, with one user more. */
  int share(int symbol) {
    slab.putInt(symbol, USERS, slab.getInt(symbol, USERS) + 1);
    return symbol;
  }

  /** Takes one user away; without any the symbol is gone. */
  public void release(int symbol) {
    int users = slab.getInt(symbol, USERS) - 1;
    slab.putInt(symbol, USERS, users);
    if (users == 0) {
      table.remove(symbol, slab.getInt(symbol, HASH));
      slab.free(symbol, BYTES + slab.getInt(symbol, LENGTH));
    }
  }

  public int users(int symbol) {
    return slab.getInt(symbol, USERS);
  }

  public int length(int symbol) {
    return slab.getInt(symbol, LENGTH);
  }

  /** Copies the bytes of a symbol. */
  public void bytes(int symbol, byte[] target, int at) {
    slab.getBytes(symbol, BYTES, target, at, length(symbol));
  }

  public String text(int symbol) {
    byte[] bytes = new byte[length(symbol)];
    bytes(symbol, bytes, 0);
    return new String(bytes, UTF_8);
  }

  /** Compares in the order of the bytes. */
  public static int compare(Symbols a, int x, Symbols b, int y) {
    if (a == b && x == y) {
      return 0;
    }
    MemorySegment left = a.slab.page((long) x);
    MemorySegment right = b.slab.page((long) y);
    long from = Slab.offset(x) + BYTES;
    long other = Slab.offset(y) + BYTES;
    int length = a.length(x);
    int otherLength = b.length(y);
    long at = MemorySegment.mismatch(left, from, from + length, right, other, other + otherLength);
    if (at < 0) {
      return 0;
    }
    if (at >= Math.min(length, otherLength)) {
      return Integer.compare(length, otherLength);
    }
    return Integer.compare(
        left.get(ValueLayout.JAVA_BYTE, from + at) & 0xFF,
        right.get(ValueLayout.JAVA_BYTE, other + at) & 0xFF);
  }

  /** Whether the bytes of a symbol are these. */
  public boolean equal(int symbol, byte[] text, int from, int length) {
    if (length(symbol) != length) {
      return false;
    }
    MemorySegment page = slab.page((long) symbol);
    long at = Slab.offset(symbol) + BYTES;
    return MemorySegment.mismatch(
            page, at, at + length, MemorySegment.ofArray(text), from, (long) from + length)
        < 0;
  }

  public int size() {
    return table.size();
  }

  /** The table's elements by place, 0 for free places, to walk over all symbols. */
  public IntTable table() {
    return table;
  }

  @Override
  public void close() {
    table.close();
  }

  private int find(byte[] text, int from, int length, int hash) {
    for (int place = table.first(hash); ; place = table.next(place)) {
      int symbol = table.at(place);
      if (symbol == 0 || (slab.getInt(symbol, HASH) == hash && equal(symbol, text, from, length))) {
        return symbol;
      }
    }
  }

  private static int hash(byte[] text, int from, int length) {
    return (int) Hash64.xxh3(text, from, length);
  }
}
