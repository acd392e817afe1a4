package io.pharos.storage.tsdb.block;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file written from its start to its end through a buffer, with a checksum of all. Confined to
 * one thread.
 */
final class FileSink implements AutoCloseable {
  private static final int FLUSH_BYTES = 1 << 18;

  private final Disk.Out out;
  private final Sink buffer = new Sink(FLUSH_BYTES + (1 << 14));
  private final CRC32C crc = new CRC32C();
  private long flushed;

  FileSink(Disk disk, Path file) throws IOException {
    out = disk.create(file);
  }

  /** Where bytes are put; followed by {@link #written}. */
  Sink sink() {
    return buffer;
  }

  /** Passes full buffers on. */
  void written() throws IOException {
    if (buffer.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Where the next byte stands in the file. */
  long position() {
    return flushed + buffer.size();
  }

  /** The checksum of everything so far. */
  int checksum() throws IOException {
    flush();
    return (int) crc.getValue();
  }

  /** Reads bytes that were put before. */
  void read(long at, byte[] target, int length) throws IOException {
    if (at < flushed) {
      ByteBuffer room = ByteBuffer.wrap(target, 0, (int) Math.min(length, flushed - at));
      while (room.hasRemaining()) {
        if (out.channel().read(room, at + room.position()) < 0) {
          throw new EOFException("the file is shorter than what was written");
        }
      }
    }
    int rest = (int) Math.min(length, at + length - flushed);
    if (rest > 0) {
      System.arraycopy(
          buffer.array(), (int) (at + length - rest - flushed), target, length - rest, rest);
    }
  }

  void flush() throws IOException {
    if (buffer.size() > 0) {
      crc.update(buffer.array(), 0, buffer.size());
      out.write(buffer.buffer());
      flushed += buffer.size();
      buffer.clear();
    }
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
