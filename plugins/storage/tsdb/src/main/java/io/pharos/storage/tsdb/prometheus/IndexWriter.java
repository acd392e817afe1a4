package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.label.LabelOrder;
import io.pharos.model.label.Labels;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes an index of version 2. Series come in the order of their labels and are kept in a
 * temporary file until all symbols are known; in memory are the symbols, and four bytes for each
 * label of each series. Confined to one thread.
 */
final class IndexWriter implements AutoCloseable {
  private static final int FLUSH_BYTES = 1 << 18;
  private static final int SERIES_ALIGNMENT = 16;

  private final Disk disk;
  private final Path file;
  private final Path spoolFile;
  private final Disk.Out spool;
  private final Sink spooled = new Sink(FLUSH_BYTES + (1 << 14));
  private final Sink chunks = new Sink(256);
  private final Map<String, Integer> symbols = new HashMap<>();
  private int chunkCount;
  private int seriesCount;
  private String[] texts = {};
  private int[] ranks = {};
  private int[] refs = {};

  IndexWriter(Disk disk, Path file) throws IOException {
    this.disk = disk;
    this.file = file;
    spoolFile = file.resolveSibling("index.tmp");
    spool = disk.create(spoolFile);
  }

  /** Adds a chunk of the series that {@link #series} adds next. */
  void chunk(long mint, long maxt, long ref) {
    chunks.zigzag(mint);
    chunks.varint(maxt - mint);
    chunks.varint(ref);
    chunkCount++;
  }

  void series(Labels labels) throws IOException {
    spooled.varint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      spooled.varint(symbol(labels.name(i)));
      spooled.varint(symbol(labels.value(i)));
    }
    spooled.varint(chunkCount);
    spooled.bytes(chunks.array(), 0, chunks.size());
    chunks.clear();
    chunkCount = 0;
    seriesCount++;
    if (spooled.size() > FLUSH_BYTES) {
      flush();
    }
  }

  private int symbol(String text) {
    Integer known = symbols.get(text);
    if (known == null) {
      known = symbols.size();
      symbols.put(text, known);
    }
    return known;
  }

  private void flush() throws IOException {
    spool.write(ByteBuffer.wrap(spooled.array(), 0, spooled.size()));
    spooled.clear();
  }

  int series() {
    return seriesCount;
  }

  /** Writes the file. */
  void finish() throws IOException {
    flush();
    spool.close();
    sortSymbols();
    try (Arena arena = Arena.ofConfined();
        Output out = new Output(disk, file)) {
      Bytes all = Bytes.map(spoolFile, arena);
      long[] places = new long[6];
      out.i32(IndexFile.MAGIC);
      out.u8(IndexFile.VERSION);
      places[0] = out.position();
      writeSymbols(out);
      out.align(SERIES_ALIGNMENT);
      places[1] = out.position();
      PairTable pairs = writeSeries(all, out);
      collect(all, pairs);
      out.align(4);
      // the sections of label values are read by nobody since version 2: an empty table of them
      places[2] = out.position();
      places[4] = out.position();
      long[] ends = writePostings(pairs, out);
      places[3] = ends[1];
      out.i32(4);
      out.startChecksum();
      out.i32(0);
      out.checksum();
      places[5] = out.position();
      writeTable(pairs, ends[0], out);
      out.startChecksum();
      for (long place : places) {
        out.i64(place);
      }
      out.checksum();
      out.force();
    }
    disk.delete(spoolFile);
  }

  private void sortSymbols() {
    texts = symbols.keySet().toArray(String[]::new);
    Arrays.sort(texts, LabelOrder::compare);
    ranks = new int[texts.length];
    for (int i = 0; i < texts.length; i++) {
      ranks[symbols.getOrDefault(texts[i], 0)] = i;
    }
    symbols.clear();
  }

  private void writeSymbols(Output out) throws IOException {
    long at = out.position();
    out.i32(0);
    out.startChecksum();
    out.i32(texts.length);
    for (String text : texts) {
      out.text(text);
    }
    end(at, out);
  }

  /** Writes the checksum and, in front, the length of a section. */
  private static void end(long at, Output out) throws IOException {
    long length = out.position() - at - 4;
    if (length > 0xFFFF_FFFFL) {
      throw new IOException("a section of the index grows over 4 GiB");
    }
    out.checksum();
    out.i32At(at, (int) length);
  }

  private PairTable writeSeries(Bytes all, Output out) throws IOException {
    PairTable pairs = new PairTable();
    refs = new int[seriesCount];
    Sink entry = new Sink(1024);
    for (int series = 0; series < seriesCount; series++) {
      entry.clear();
      int labels = (int) all.unsignedVarint();
      entry.varint(labels);
      for (int i = 0; i < labels; i++) {
        int name = ranks[(int) all.unsignedVarint()];
        int value = ranks[(int) all.unsignedVarint()];
        entry.varint(name);
        entry.varint(value);
        pairs.count(PairTable.key(name, value));
      }
      writeChunks(all, entry);
      out.align(SERIES_ALIGNMENT);
      refs[series] = (int) (out.position() / SERIES_ALIGNMENT);
      out.unsignedVarint(entry.size());
      out.startChecksum();
      out.bytes(entry.array(), 0, entry.size());
      out.checksum();
    }
    pairs.sort();
    return pairs;
  }

  private static void writeChunks(Bytes all, Sink entry) {
    int count = (int) all.unsignedVarint();
    entry.varint(count);
    long time = 0;
    long before = 0;
    for (int i = 0; i < count; i++) {
      long mint = all.varint();
      long span = all.unsignedVarint();
      long ref = all.unsignedVarint();
      if (i == 0) {
        entry.zigzag(mint);
        entry.varint(span);
        entry.varint(ref);
      } else {
        entry.varint(mint - time);
        entry.varint(span);
        entry.zigzag(ref - before);
      }
      time = mint + span;
      before = ref;
    }
  }

  private void collect(Bytes all, PairTable pairs) {
    all.position(0);
    for (int series = 0; series < seriesCount; series++) {
      int labels = (int) all.unsignedVarint();
      for (int i = 0; i < labels; i++) {
        int name = ranks[(int) all.unsignedVarint()];
        pairs.add(PairTable.key(name, ranks[(int) all.unsignedVarint()]), refs[series]);
      }
      for (int left = 3 * (int) all.unsignedVarint(); left > 0; left--) {
        all.unsignedVarint();
      }
    }
  }

  /** Writes the lists of series; answers where that of the first label stands, and the end. */
  private long[] writePostings(PairTable pairs, Output out) throws IOException {
    out.i32(4 + 4 * seriesCount);
    out.startChecksum();
    out.i32(seriesCount);
    for (int ref : refs) {
      out.i32(ref);
    }
    out.checksum();
    long first = out.position();
    for (int rank = 0; rank < pairs.size(); rank++) {
      int from = pairs.start(rank);
      int to = pairs.start(rank + 1);
      out.i32(4 + 4 * (to - from));
      out.startChecksum();
      out.i32(to - from);
      for (int i = from; i < to; i++) {
        out.i32(pairs.series(i));
      }
      out.checksum();
    }
    return new long[] {first, out.position()};
  }

  private void writeTable(PairTable pairs, long first, Output out) throws IOException {
    long at = out.position();
    out.i32(0);
    out.startChecksum();
    out.i32(pairs.size() + 1);
    out.u8(2);
    out.text("");
    out.text("");
    out.unsignedVarint(first - 12L - 4L * seriesCount);
    long list = first;
    for (int rank = 0; rank < pairs.size(); rank++) {
      out.u8(2);
      out.text(texts[pairs.name(rank)]);
      out.text(texts[pairs.value(rank)]);
      out.unsignedVarint(list);
      list += 12L + 4L * (pairs.start(rank + 1) - pairs.start(rank));
    }
    end(at, out);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
