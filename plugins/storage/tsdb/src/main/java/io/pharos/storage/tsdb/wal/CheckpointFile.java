package io.pharos.storage.tsdb.wal;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** A checkpoint being written: records framed as in the log. Confined to one thread. */
public final class CheckpointFile implements AutoCloseable {
  private final Disk.Out out;
  private final CRC32C crc = new CRC32C();

  public CheckpointFile(Disk disk, Path file) throws IOException {
    out = disk.create(file);
    Sink header = new Sink(WalFormat.HEADER);
    header.i64(WalFormat.MAGIC);
    out.write(header.buffer());
  }

  /** Writes a record that was started by {@link Wal#record}. */
  public void append(Sink record) throws IOException {
    int length = record.size() - WalFormat.FRAME;
    crc.reset();
    crc.update(record.array(), WalFormat.FRAME, length);
    record.i32At(0, length);
    record.i32At(4, (int) crc.getValue());
    out.write(record.buffer());
  }

  public void force() throws IOException {
    out.force();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
