package io.pharos.storage.tsdb.block;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import java.io.IOException;
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
