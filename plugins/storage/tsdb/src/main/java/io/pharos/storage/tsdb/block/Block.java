package io.pharos.storage.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.index.BlockIndex;
import io.pharos.storage.tsdb.index.LabelQuery;
import io.pharos.storage.tsdb.query.Selection;
import io.pharos.storage.tsdb.query.TsdbQuerier;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An open block: its files mapped, small ones checked. Immutable and thread-safe until closed. */
public final class Block implements TsdbQuerier.Source, AutoCloseable {
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** So many symbols, in the order in which series brought them, keep their texts. */
  private static final int MOST_TEXTS = 1 << 14;

  private final Path folder;
  private final BlockMeta meta;
  private final Arena arena;
  private final MemorySegment seriesFile;
  private final MemorySegment chunksFile;
  private final BlockIndex index;
  private final long offsetsAt;
  private final long symbolsAt;
  private final long symbolOffsetsAt;
  private final int seriesCount;
  private final int symbolCount;
  private final long bytes;

  /** Texts of the first symbols, each once it was asked for; a race makes one of them twice. */
  private final @Nullable String[] texts;

  private Block(Path folder, BlockMeta meta, Arena arena) throws IOException {
    this.folder = folder;
    this.meta = meta;
    this.arena = arena;
    seriesFile = map(folder.resolve(BlockFormat.SERIES), arena);
    chunksFile = map(folder.resolve(BlockFormat.CHUNKS), arena);
    long footer = seriesFile.byteSize() - BlockFormat.FOOTER;
    if (footer < BlockFormat.HEADER
        || seriesFile.get(LONG, 0) != BlockFormat.SERIES_MAGIC
        || chunksFile.byteSize() < BlockFormat.HEADER + BlockFormat.CHUNKS_FOOTER
        || chunksFile.get(LONG, 0) != BlockFormat.CHUNKS_MAGIC) {
      throw corrupt(folder, "a file is no part of a block of this version");
    }
    CRC32C crc = new CRC32C();
    update(crc, seriesFile, seriesFile.byteSize() - 8);
    if ((int) crc.getValue() != seriesFile.get(INT, seriesFile.byteSize() - 8)) {
      throw corrupt(folder, "checksum mismatch in the file of series");
    }
    long chunksEnd = chunksFile.byteSize() - BlockFormat.CHUNKS_FOOTER;
    if (chunksFile.get(LONG, chunksEnd) != chunksEnd) {
      throw corrupt(folder, "the file of chunks is cut off");
    }
    offsetsAt = seriesFile.get(LONG, footer);
    symbolsAt = seriesFile.get(LONG, footer + 8);
    symbolOffsetsAt = seriesFile.get(LONG, footer + 16);
    seriesCount = seriesFile.get(INT, footer + 24);
    symbolCount = seriesFile.get(INT, footer + 28);
    texts = new String[Math.min(symbolCount, MOST_TEXTS) + 1];
    index = BlockIndex.open(folder.resolve(BlockFormat.INDEX), seriesCount);
    bytes = size(folder);
  }

  /** Opens a block; a {@code StorageException} of code CORRUPT says that it is damaged. */
  public static Block open(Path folder) {
    Arena arena = Arena.ofShared();
    try {
      Path metaFile = folder.resolve(BlockFormat.META);
      BlockMeta meta = BlockMeta.parse(new String(Files.readAllBytes(metaFile), UTF_8));
      return new Block(folder, meta, arena);
    } catch (IOException e) {
      arena.close();
      throw Failures.of("cannot open a block [folder=" + folder + "]", e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Whether a folder has been made whole. */
  public static boolean isWhole(Path folder) {
    return Files.isRegularFile(folder.resolve(BlockFormat.META));
  }

  /** Checks all of the chunks; throws as {@link #open} does. */
  public void verify() {
    long end = chunksFile.byteSize() - BlockFormat.CHUNKS_FOOTER;
    CRC32C crc = new CRC32C();
    update(crc, chunksFile, end);
    if ((int) crc.getValue() != chunksFile.get(INT, end + 8)) {
      throw corrupt(folder, "checksum mismatch in the file of chunks");
    }
  }

  private static void update(CRC32C crc, MemorySegment file, long end) {
    for (long at = 0; at < end; at += 1 << 30) {
      crc.update(file.asSlice(at, Math.min(1 << 30, end - at)).asByteBuffer());
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static StorageException corrupt(Path folder, String reason) {
    return new StorageException(StorageException.Code.CORRUPT, reason + " [folder=" + folder + "]");
  }

  /** Bytes of all files below a folder. */
  public static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      long size = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file)) {
          size += Files.size(file);
        }
      }
      return size;
    }
  }

  public Path folder() {
    return folder;
  }

  public BlockMeta meta() {
    return meta;
  }

  public long bytes() {
    return bytes;
  }

  public int symbolCount() {
    return symbolCount;
  }

  /** Bytes of the texts of all labels. */
  public long symbolBytes() {
    return symbolOffsetsAt - symbolsAt;
  }

  @Override
  public long mint() {
    return meta.mint();
  }

  @Override
  public long end() {
    return meta.maxt();
  }

  @Override
  public Selection select(LabelQuery query, long mint, long maxt) {
    return BlockSelection.of(this, query, mint, maxt);
  }

  @Override
  public void names(Consumer<String> sink) {
    index.names(sink);
  }

  @Override
  public void values(String name, Consumer<String> sink) {
    index.values(name, sink);
  }

  BlockIndex index() {
    return index;
  }

  MemorySegment chunks() {
    return chunksFile;
  }

  public int seriesCount() {
    return seriesCount;
  }

  /** Takes what is known of a chunk. */
  public interface ChunkSink {
    void chunk(long mint, long maxt, int samples);
  }

  /** Shows the chunks of a series. */
  public void chunks(int series, ChunkSink sink) {
    Source source = new Source();
    entry(series, source);
    source.position(source.position() + 16);
    for (int left = 2 * source.count(); left > 0; left--) {
      source.varint();
    }
    long time = 0;
    for (int left = source.count(); left > 0; left--) {
      time += source.zigzag();
      long span = source.varint();
      sink.chunk(time, time + span, (int) (source.varint() >>> 1));
      source.zigzag();
      source.zigzag();
      source.varint();
    }
  }

  /** Points a source at the entry of a series. */
  void entry(int series, Source source) {
    long at = seriesFile.get(INT, offsetsAt + 4L * series) & 0xFFFF_FFFFL;
    source.wrap(seriesFile, at, offsetsAt);
  }

  long hashLow(int series) {
    return seriesFile.get(LONG, seriesFile.get(INT, offsetsAt + 4L * series) & 0xFFFF_FFFFL);
  }

  long hashHigh(int series) {
    return seriesFile.get(LONG, (seriesFile.get(INT, offsetsAt + 4L * series) & 0xFFFF_FFFFL) + 8);
  }

  /** The labels of a series by its place. */
  public Labels labels(int series) {
    Source source = new Source();
    entry(series, source);
    source.position(source.position() + 16);
    String[] pairs = new String[2 * source.count()];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = symbol((int) source.varint());
    }
    return Labels.ofSorted(pairs);
  }

  /** The text of a symbol, from 1 on. */
  String symbol(int number) {
    if (number < 1 || number > symbolCount) {
      throw corrupt(folder, "a label is none of the block's");
    }
    if (number < texts.length) {
      String known = texts[number];
      if (known == null) {
        known = read(number);
        texts[number] = known;
      }
      return known;
    }
    return read(number);
  }

  private String read(int number) {
    long at = symbolOffsetsAt + 4L * (number - 1);
    int from = seriesFile.get(INT, at);
    int to = seriesFile.get(INT, at + 4);
    byte[] text = new byte[to - from];
    MemorySegment.copy(
        seriesFile, ValueLayout.JAVA_BYTE, symbolsAt + (from & 0xFFFF_FFFFL), text, 0, text.length);
    return new String(text, UTF_8);
  }

  @Override
  public void close() {
    index.close();
    arena.close();
  }

  @Override
  public String toString() {
    return meta.ulid() + "[" + meta.mint() + ", " + meta.maxt() + ")";
  }
}
