package io.pharos.storage.tsdb.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What changes files. Thread-safe. */
public interface Disk {
  /** The disk of the system. */
  Disk SYSTEM = new Disk() {};

  /** Makes a file that is not there and opens it for writing. */
  default Out create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    return new ChannelOut(channel);
  }

  /** Gives a file or folder another name in one step, replacing a file of that name. */
  default void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  default void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Makes what was created, renamed or deleted in a folder survive a power cut. */
  default void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The size of the file system that holds a folder; 0 if it has none. */
  default long totalBytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getTotalSpace();
  }

  /** A file that is being written. Confined to one thread at a time. */
  interface Out extends AutoCloseable {
    /** Writes all that is in the buffer at the end. */
    void write(ByteBuffer buffer) throws IOException;

    /** Makes what was written survive a power cut. */
    void force() throws IOException;

    /** Cuts the file off, or makes it longer without writing. */
    void truncate(long size) throws IOException;

    /** Where the next write goes. */
    long position() throws IOException;

    void position(long newPosition) throws IOException;

    FileChannel channel();

    @Override
    void close() throws IOException;
  }

  /** A file of the system. */
  final class ChannelOut implements Out {
    private final FileChannel channel;

    ChannelOut(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      if (size < channel.size()) {
        channel.truncate(size);
      } else if (size > channel.size()) {
        long position = channel.position();
        channel.write(ByteBuffer.allocate(1), size - 1);
        channel.position(position);
      }
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public void position(long newPosition) throws IOException {
      channel.position(newPosition);
    }

    @Override
    public FileChannel channel() {
      return channel;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
