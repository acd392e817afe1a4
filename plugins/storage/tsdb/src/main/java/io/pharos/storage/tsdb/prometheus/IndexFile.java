package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.label.Labels;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the index of a block, version 2, series by series. Confined to one thread. */
final class IndexFile {
  static final int MAGIC = 0xBAAAD700;
  static final int VERSION = 2;

  /** Six places and a checksum at the end of the file. */
  static final int CONTENTS = 6 * 8 + 4;

  private static final int CACHED = 1 << 14;

  private final Bytes file;
  private final int[] symbolPlaces;
  private final long symbolsAt;
  private final @Nullable String[] cached = new String[CACHED];
  private final int[] cachedNumbers = new int[CACHED];
  private final long postingsAt;
  private final int seriesCount;
  private long[] chunkTimes = new long[16];
  private long[] chunkRefs = new long[8];
  private int chunkCount;
  private Labels labels = Labels.empty();

  IndexFile(Path path, Arena arena) {
    file = Bytes.map(path, arena);
    if (file.size() < 5 + CONTENTS || file.i32() != MAGIC) {
      throw file.corrupt("no index");
    }
    int version = file.u8();
    if (version != VERSION) {
      throw file.corrupt("an index of version " + version + ", only 2 is read");
    }
    long contents = file.size() - CONTENTS;
    file.check(contents, CONTENTS - 4, "the table of contents");
    file.position(contents);
    long symbols = file.i64();
    file.position(contents + 5 * 8);
    long postingsTable = file.i64();
    symbolsAt = symbols + 8;
    symbolPlaces = symbols(symbols);
    postingsAt = allPostings(postingsTable);
    seriesCount = count(postingsAt);
    Arrays.fill(cachedNumbers, -1);
  }

  private int[] symbols(long at) {
    file.position(at);
    long length = file.u32();
    file.check(at + 4, length, "the symbols");
    long count = file.u32();
    if (count > length) {
      throw file.corrupt("more symbols than bytes");
    }
    int[] places = new int[(int) count];
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) (file.position() - symbolsAt);
      int bytes = file.count();
      file.position(file.position() + bytes);
    }
    return places;
  }

  /** Where the list of all series stands: that of the pair of empty strings. */
  private long allPostings(long at) {
    file.position(at);
    long length = file.u32();
    file.check(at + 4, length, "the table of postings");
    long entries = file.u32();
    for (long i = 0; i < entries; i++) {
      if (file.u8() != 2) {
        throw file.corrupt("the table of postings is damaged");
      }
      String name = file.text();
      String value = file.text();
      boolean isAll = name.isEmpty() && value.isEmpty();
      long offset = file.unsignedVarint();
      if (isAll) {
        return offset;
      }
    }
    return -1;
  }

  private int count(long at) {
    if (at < 0) {
      return 0;
    }
    file.position(at);
    long length = file.u32();
    file.check(at + 4, length, "the list of all series");
    long count = file.u32();
    if (count * 4 > length || count > Integer.MAX_VALUE) {
      throw file.corrupt("more series than there are places");
    }
    return (int) count;
  }

  int series() {
    return seriesCount;
  }

  /** Reads a series by its place in the order of the index; answers its number. */
  long read(int series) {
    file.position(postingsAt + 8 + 4L * series);
    long ref = file.u32();
    file.position(16 * ref);
    long length = file.unsignedVarint();
    long at = file.position();
    file.check(at, length, "a series");
    String[] pairs = new String[2 * file.count()];
    for (int i = 0; i < pairs.length; i++) {
      int symbol = file.count();
      long back = file.position();
      pairs[i] = symbol(symbol);
      file.position(back);
    }
    labels = Labels.ofSorted(pairs);
    chunks();
    if (file.position() != at + length) {
      throw file.corrupt("a series is not as long as it says at " + at);
    }
    return ref;
  }

  private void chunks() {
    chunkCount = file.count();
    if (chunkCount > chunkRefs.length) {
      chunkRefs = new long[2 * chunkCount];
      chunkTimes = new long[4 * chunkCount];
    }
    long time = 0;
    long ref = 0;
    for (int i = 0; i < chunkCount; i++) {
      long mint = i == 0 ? file.varint() : time + file.unsignedVarint();
      time = mint + file.unsignedVarint();
      ref = i == 0 ? file.unsignedVarint() : ref + file.varint();
      chunkTimes[2 * i] = mint;
      chunkTimes[2 * i + 1] = time;
      chunkRefs[i] = ref;
    }
  }

  private String symbol(int number) {
    int slot = number & (CACHED - 1);
    String known = cached[slot];
    if (known != null && cachedNumbers[slot] == number) {
      return known;
    }
    if (number >= symbolPlaces.length) {
      throw file.corrupt("a label is none of the symbols");
    }
    file.position(symbolsAt + (symbolPlaces[number] & 0xFFFF_FFFFL));
    String text = file.text();
    cached[slot] = text;
    cachedNumbers[slot] = number;
    return text;
  }

  Labels labels() {
    return labels;
  }

  int chunkCount() {
    return chunkCount;
  }

  long chunkMint(int chunk) {
    return chunkTimes[2 * chunk];
  }

  long chunkMaxt(int chunk) {
    return chunkTimes[2 * chunk + 1];
  }

  long chunkRef(int chunk) {
    return chunkRefs[chunk];
  }
}
