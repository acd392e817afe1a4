package io.pharos.storage.tsdb.head;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The sealed chunks of one shard of the head, in files of 16 MiB that are written once and mapped
 * for reading. A record is found by an int: the file's number modulo 2048, then its place in units
 * of 8 bytes; 0 is no record. A chunk names the chunk before it of its series and the record of its
 * times, which series of one target share.
 *
 * <p>Guarded by the shard's lock, but for reading records, which any thread may do that knows one.
 */
final class HeadChunks implements AutoCloseable {
  static final int FLOATS = 1;
  static final int HISTOGRAMS = 2;
  static final int TIMES = 3;

  static final int LENGTH = 0;
  static final int CRC = 4;
  static final int KIND = 8;
  static final int START = 9;
  static final int COUNT = 10;
  static final int PREVIOUS = 12;
  static final int REF = 16;
  static final int TIME_RECORD = 24;
  static final int PAYLOAD_LENGTH = 28;
  static final int MINT = 32;
  static final int MAXT = 40;
  static final int PAYLOAD = 48;

  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int UNIT_SHIFT = 3;
  private static final int FILE_SHIFT = 21;
  private static final int FILE_BYTES = 1 << (FILE_SHIFT + UNIT_SHIFT);
  private static final int FILES = 1 << (32 - FILE_SHIFT);
  private static final int UNIT_MASK = (1 << FILE_SHIFT) - 1;

  /** First bytes of a file; changes with the layout. */
  private static final long MAGIC = 0x0000_3130_4348_4850L;

  private static final int HEADER = 8;
  private static final int FLUSH_BYTES = 1 << 18;

  private final Disk disk;
  private final Path folder;
  private final @Nullable ChunkFile[] files = new ChunkFile[FILES];
  private final Sink pending = new Sink(1 << 12);
  private long oldest;
  private long newest = -1;
  private Disk.@Nullable Out out;
  private int end;
  private int flushed;

  HeadChunks(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Takes each whole record when the store is opened, oldest first. */
  interface Visitor {
    void chunk(int position, MemorySegment file, long at);

    /** What is damaged. */
    void damaged(Path file, long at, String reason);
  }

  /**
   * Opens the files of an earlier process and shows what is in them; new records go to a new file.
   */
  void open(Visitor visitor) {
    try {
      Files.createDirectories(folder);
      List<Path> found = new ArrayList<>();
      try (var listing = Files.newDirectoryStream(folder, "[0-9]*")) {
        listing.forEach(found::add);
      }
      found.sort(null);
      for (Path file : found) {
        long number = Long.parseLong(file.getFileName().toString());
        if (newest < 0) {
          oldest = number;
        }
        newest = number;
        ChunkFile mapped = map(file, number);
        files[index(number)] = mapped;
        scan(mapped, visitor);
      }
      if (newest < 0) {
        oldest = 0;
      }
    } catch (IOException e) {
      throw Failures.of("cannot open the head's chunks [folder=" + folder + "]", e);
    }
  }

  private void scan(ChunkFile file, Visitor visitor) {
    MemorySegment bytes = file.bytes;
    if (bytes.byteSize() < HEADER || bytes.get(LONG, 0) != MAGIC) {
      visitor.damaged(file.path, 0, "not a file of head chunks of this version");
      return;
    }
    int at = HEADER;
    CRC32C crc = new CRC32C();
    while (at + HEADER <= bytes.byteSize()) {
      int length = bytes.get(INT, at + LENGTH);
      if (length == 0) {
        return;
      }
      if (length < 16 || length > bytes.byteSize() - at || length % 8 != 0) {
        visitor.damaged(file.path, at, "impossible length " + length);
        return;
      }
      crc.reset();
      crc.update(bytes.asSlice(at + 8, length - 8).asByteBuffer());
      if ((int) crc.getValue() == bytes.get(INT, at + CRC)) {
        int kind = bytes.get(ValueLayout.JAVA_BYTE, at + KIND);
        if (kind != TIMES) {
          file.maxt = Math.max(file.maxt, bytes.get(LONG, at + MAXT));
          visitor.chunk(position(file.number, at), bytes, at);
        }
      } else {
        visitor.damaged(file.path, at, "checksum mismatch");
      }
      at += length;
    }
  }

  /** Writes a record of times and answers its place. */
  int addTimes(Sink column, int count) {
    int at = begin(16 + column.size());
    record(TIMES, 0, count, 0);
    pending.bytes(column.array(), 0, column.size());
    return finish(at);
  }

  /** Writes a chunk and answers its place. */
  int addChunk(
      int kind,
      int start,
      int count,
      int previous,
      long ref,
      int times,
      long mint,
      long maxt,
      Sink column) {
    int at = begin(PAYLOAD + column.size());
    record(kind, start, count, previous);
    pending.i64(ref);
    pending.i32(times);
    pending.i32(column.size());
    pending.i64(mint);
    pending.i64(maxt);
    pending.bytes(column.array(), 0, column.size());
    ChunkFile file = current();
    file.maxt = Math.max(file.maxt, maxt);
    return finish(at);
  }

  private void record(int kind, int start, int count, int previous) {
    pending.i64(0);
    pending.u8(kind);
    pending.u8(start);
    pending.u8(count);
    pending.u8(0);
    pending.i32(previous);
  }

  /** Makes what was added readable; to be called before the shard's lock is given back. */
  void flush() {
    if (pending.size() == 0) {
      return;
    }
    Disk.Out out = this.out;
    if (out == null) {
      throw new StorageException(StorageException.Code.CLOSED, "the head's chunks are closed");
    }
    try {
      out.position(flushed);
      out.write(pending.buffer());
    } catch (IOException e) {
      throw Failures.of("cannot write the head's chunks [folder=" + folder + "]", e);
    }
    flushed += pending.size();
    pending.clear();
  }

  /** Whether chunks wait that could not be written. */
  boolean isBehind() {
    return pending.size() > 0;
  }

  /** Makes everything survive a power cut. */
  void force() {
    try {
      Disk.Out out = this.out;
      if (out != null) {
        out.force();
      }
    } catch (IOException e) {
      throw Failures.of("cannot sync the head's chunks [folder=" + folder + "]", e);
    }
  }

  /** Whether a place is one of a file that is still there. */
  boolean isLive(int position) {
    return position != 0 && files[position >>> FILE_SHIFT] != null;
  }

  /** The mapped file of a record. */
  MemorySegment file(int position) {
    ChunkFile file = files[position >>> FILE_SHIFT];
    if (file == null) {
      throw new StorageException(StorageException.Code.CORRUPT, "a chunk of the head is gone");
    }
    return file.bytes;
  }

  /** Where a record starts in its file. */
  static long at(int position) {
    return (long) (position & UNIT_MASK) << UNIT_SHIFT;
  }

  /**
   * Takes files out whose samples are all before a time; the caller closes them when nobody reads.
   */
  List<ChunkFile> dropBefore(long mint) {
    List<ChunkFile> dropped = new ArrayList<>();
    closeCurrentBefore(mint);
    while (oldest < newest || (oldest == newest && out == null)) {
      ChunkFile file = files[index(oldest)];
      if (file != null && file.maxt >= mint) {
        break;
      }
      files[index(oldest)] = null;
      if (file != null) {
        dropped.add(file);
      }
      oldest++;
    }
    return dropped;
  }

  /** Ends the newest file if all in it is old, so that it can go too. */
  private void closeCurrentBefore(long mint) {
    Disk.Out current = out;
    ChunkFile file = newest < 0 ? null : files[index(newest)];
    if (current == null || file == null || file.maxt >= mint || pending.size() > 0) {
      return;
    }
    out = null;
    try {
      current.close();
    } catch (IOException e) {
      throw Failures.of("cannot close a file of head chunks [folder=" + folder + "]", e);
    }
  }

  long bytes() {
    long bytes = 0;
    for (long number = oldest; number <= newest; number++) {
      ChunkFile file = files[index(number)];
      if (file != null) {
        bytes += number == newest && out != null ? end : file.bytes.byteSize();
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      flush();
      Disk.Out out = this.out;
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw Failures.of("cannot close the head's chunks [folder=" + folder + "]", e);
    } finally {
      out = null;
      for (int i = 0; i < FILES; i++) {
        ChunkFile file = files[i];
        if (file != null) {
          file.arena.close();
          files[i] = null;
        }
      }
    }
  }

  private int begin(int bytes) {
    int padded = (bytes + 7) & ~7;
    if (out == null || end + padded > FILE_BYTES) {
      flush();
      roll();
    } else if (pending.size() > FLUSH_BYTES) {
      flush();
    }
    return pending.size();
  }

  private int finish(int at) {
    int length = (pending.size() - at + 7) & ~7;
    while (pending.size() - at < length) {
      pending.u8(0);
    }
    pending.i32At(at + LENGTH, length);
    CRC32C crc = new CRC32C();
    crc.update(pending.array(), at + 8, length - 8);
    pending.i32At(at + CRC, (int) crc.getValue());
    int position = position(newest, end);
    end += length;
    return position;
  }

  private void roll() {
    try {
      if (newest - oldest + 1 >= FILES - 1) {
        throw new StorageException(StorageException.Code.LIMIT, "the head has too many chunks");
      }
      long number = newest + 1;
      Path path = folder.resolve(String.format(Locale.ROOT, "%08d", number));
      Disk.Out next = disk.create(path);
      try {
        next.truncate(FILE_BYTES);
        Sink header = new Sink(HEADER);
        header.i64(MAGIC);
        next.position(0);
        next.write(header.buffer());
        files[index(number)] = map(path, number);
      } catch (IOException e) {
        next.close();
        Files.deleteIfExists(path);
        throw e;
      }
      Disk.Out before = out;
      out = next;
      newest = number;
      end = HEADER;
      flushed = HEADER;
      if (before != null) {
        before.force();
        before.close();
      }
    } catch (IOException e) {
      throw Failures.of("cannot make a file of head chunks [folder=" + folder + "]", e);
    }
  }

  private static ChunkFile map(Path path, long number) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new ChunkFile(path, number, arena, bytes);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private ChunkFile current() {
    ChunkFile file = files[index(newest)];
    if (file == null) {
      throw new StorageException(StorageException.Code.CLOSED, "the head's chunks are closed");
    }
    return file;
  }

  private static int index(long number) {
    return (int) (number & (FILES - 1));
  }

  private static int position(long number, int at) {
    return (index(number) << FILE_SHIFT) | (at >>> UNIT_SHIFT);
  }

  /** A mapped file and the newest time in it. */
  static final class ChunkFile {
    final Path path;
    final long number;
    final Arena arena;
    final MemorySegment bytes;
    long maxt = Long.MIN_VALUE;

    ChunkFile(Path path, long number, Arena arena, MemorySegment bytes) {
      this.path = path;
      this.number = number;
      this.arena = arena;
      this.bytes = bytes;
    }

    /** Unmaps and deletes it. */
    void delete(Disk disk) throws IOException {
      arena.close();
      disk.delete(path);
    }
  }
}
