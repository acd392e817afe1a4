package io.pharos.storage.tsdb.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads a mapped file, numbers big-endian, with checks of its bounds. Confined to one thread. */
final class Bytes {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path file;
  private final MemorySegment segment;
  private long at;

  private Bytes(Path file, MemorySegment segment) {
    this.file = file;
    this.segment = segment;
  }

  static Bytes map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Bytes(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new StorageException(
          StorageException.Code.CORRUPT, "a file is missing [file=" + file + "]", e);
    } catch (IOException e) {
      throw Failures.of("cannot open a file [file=" + file + "]", e);
    }
  }

  long size() {
    return segment.byteSize();
  }

  long position() {
    return at;
  }

  void position(long newPosition) {
    if (newPosition < 0 || newPosition > segment.byteSize()) {
      throw corrupt("a place lies outside");
    }
    at = newPosition;
  }

  private long take(long count) {
    long from = at;
    if (count < 0 || count > segment.byteSize() - from) {
      throw corrupt("the file ends early");
    }
    at = from + count;
    return from;
  }

  int u8() {
    return segment.get(ValueLayout.JAVA_BYTE, take(1)) & 0xFF;
  }

  int i32() {
    return segment.get(INT, take(4));
  }

  long u32() {
    return i32() & 0xFFFF_FFFFL;
  }

  long i64() {
    return segment.get(LONG, take(8));
  }

  long unsignedVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long next = u8();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupt("a number is too long");
  }

  long varint() {
    long value = unsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number of things of which each takes at least a byte. */
  int count() {
    long count = unsignedVarint();
    if (count < 0 || count > segment.byteSize() - at || count > Integer.MAX_VALUE) {
      throw corrupt("a count is too large");
    }
    return (int) count;
  }

  String text() {
    byte[] text = new byte[count()];
    copy(text, text.length);
    return new String(text, UTF_8);
  }

  void copy(byte[] into, int length) {
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, take(length), into, 0, length);
  }

  /** Checks the checksum of a range, which stands right behind it; the position is kept. */
  void check(long from, long length, String what) {
    if (from < 0 || length < 0 || length > segment.byteSize() - 4 - from) {
      throw corrupt(what + " is cut off");
    }
    CRC32C crc = new CRC32C();
    for (long done = 0; done < length; done += 1 << 30) {
      crc.update(segment.asSlice(from + done, Math.min(1 << 30, length - done)).asByteBuffer());
    }
    int stated = segment.get(INT, from + length);
    if ((int) crc.getValue() != stated) {
      throw corrupt("checksum mismatch in " + what + " at " + from);
    }
  }

  StorageException corrupt(String reason) {
    return new StorageException(
        StorageException.Code.CORRUPT, reason + " [file=" + file.getFileName() + "]");
  }
}
