package io.pharos.storage.tsdb.wal;

import io.pharos.storage.tsdb.chunk.Source;
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
import java.util.zip.CRC32C;

/**
 * Reads a segment of the log or a checkpoint. What is damaged is copied beside the file, with the
 * ending {@code .damaged-<place>}, and reported; reading goes on with the next whole record.
 */
public final class WalReader {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private WalReader() {}

  /** Takes what is read. */
  public interface Visitor {
    /** A whole record. */
    void record(Source record);

    /**
     * Bytes that are no record.
     *
     * @param isTail whether nothing follows, as after a crash in the middle of a write
     */
    void damaged(Path file, long at, long bytes, boolean isTail);
  }

  /** Reads all records of a file. */
  public static void read(Path file, Visitor visitor) {
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      long size = bytes.byteSize();
      long at = WalFormat.HEADER;
      if (size < WalFormat.HEADER || bytes.get(LONG, 0) != WalFormat.MAGIC) {
        if (size > 0) {
          damaged(file, bytes, 0, size, visitor);
        }
        return;
      }
      Source source = new Source();
      CRC32C crc = new CRC32C();
      while (at < size) {
        long end = recordEnd(bytes, at, crc);
        if (end > 0) {
          visitor.record(source.wrap(bytes, at + WalFormat.FRAME, end));
          at = end;
          continue;
        }
        long next = nextRecord(bytes, at + 1, crc);
        damaged(file, bytes, at, next, visitor);
        at = next;
      }
    } catch (IOException e) {
      throw Failures.of("cannot read the log [file=" + file + "]", e);
    }
  }

  /** Where the whole record at a place ends, 0 if there is none. */
  private static long recordEnd(MemorySegment bytes, long at, CRC32C crc) {
    if (at + WalFormat.FRAME > bytes.byteSize()) {
      return 0;
    }
    int length = bytes.get(INT, at);
    if (length <= 0
        || length > WalFormat.MAX_RECORD
        || length > bytes.byteSize() - at - WalFormat.FRAME) {
      return 0;
    }
    crc.reset();
    crc.update(bytes.asSlice(at + WalFormat.FRAME, length).asByteBuffer());
    return (int) crc.getValue() == bytes.get(INT, at + 4) ? at + WalFormat.FRAME + length : 0;
  }

  /** The next place behind damage where a whole record starts, or the end. */
  private static long nextRecord(MemorySegment bytes, long from, CRC32C crc) {
    long tries = 0;
    for (long at = from; at + WalFormat.FRAME < bytes.byteSize(); at++) {
      int length = bytes.get(INT, at);
      // cheap test first; a record starts with the number of a section
      if (length > 0
          && length <= bytes.byteSize() - at - WalFormat.FRAME
          && isSection(bytes.get(ValueLayout.JAVA_BYTE, at + WalFormat.FRAME))) {
        tries += length;
        if (tries > (1L << 33)) {
          break;
        }
        if (recordEnd(bytes, at, crc) > 0) {
          return at;
        }
      }
    }
    return bytes.byteSize();
  }

  private static boolean isSection(byte first) {
    return first >= WalFormat.SERIES && first <= WalFormat.EXEMPLARS;
  }

  private static void damaged(Path file, MemorySegment bytes, long at, long end, Visitor visitor)
      throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + at);
    try (FileChannel out =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(bytes.asSlice(at, Math.min(end - at, Integer.MAX_VALUE)).asByteBuffer());
    }
    visitor.damaged(file, at, end - at, end == bytes.byteSize());
  }

  /** Whether a file is one that damage was copied to. */
  public static boolean isSetAside(Path file) {
    return file.getFileName().toString().contains(".damaged-") && Files.isRegularFile(file);
  }
}
