package io.pharos.storage.tsdb.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.storage.tsdb.file.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes a file through a buffer, numbers big-endian, with a checksum of what came since it was
 * started. Confined to one thread.
 */
final class Output implements AutoCloseable {
  private final Disk.Out out;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
  private final CRC32C crc = new CRC32C();
  private long flushed;
  private int crcFrom;

  Output(Disk disk, Path file) throws IOException {
    out = disk.create(file);
  }

  long position() {
    return flushed + buffer.position();
  }

  private void room(int count) throws IOException {
    if (buffer.remaining() < count) {
      flush();
    }
  }

  private void flush() throws IOException {
    summed();
    buffer.flip();
    flushed += buffer.remaining();
    out.write(buffer);
    buffer.clear();
    crcFrom = 0;
  }

  private void summed() {
    crc.update(buffer.array(), crcFrom, buffer.position() - crcFrom);
    crcFrom = buffer.position();
  }

  void u8(int value) throws IOException {
    room(1);
    buffer.put((byte) value);
  }

  void i32(int value) throws IOException {
    room(4);
    buffer.putInt(value);
  }

  void i64(long value) throws IOException {
    room(8);
    buffer.putLong(value);
  }

  void unsignedVarint(long value) throws IOException {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  void varint(long value) throws IOException {
    unsignedVarint((value << 1) ^ (value >> 63));
  }

  void bytes(byte[] source, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      room(1);
      int part = Math.min(buffer.remaining(), length - done);
      buffer.put(source, from + done, part);
      done += part;
    }
  }

  void text(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    unsignedVarint(bytes.length);
    bytes(bytes, 0, bytes.length);
  }

  /** Zeros up to a multiple. */
  void align(int multiple) throws IOException {
    while (position() % multiple != 0) {
      u8(0);
    }
  }

  /** From here on bytes are summed. */
  void startChecksum() {
    crc.reset();
    crcFrom = buffer.position();
  }

  /** Writes the checksum of what came since {@link #startChecksum}. */
  void checksum() throws IOException {
    summed();
    i32((int) crc.getValue());
  }

  /** Overwrites four bytes that were written before. */
  void i32At(long at, int value) throws IOException {
    flush();
    ByteBuffer four = ByteBuffer.allocate(4).putInt(value).flip();
    out.position(at);
    out.write(four);
    out.position(flushed);
  }

  void force() throws IOException {
    flush();
    out.force();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
