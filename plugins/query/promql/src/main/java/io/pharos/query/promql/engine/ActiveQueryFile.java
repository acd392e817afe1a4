package io.pharos.query.promql.engine;

import io.pharos.toolkit.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file {@code queries.active}: what runs now, so that after a crash the next start can tell
 * what ran then. It is mapped, so that an entry is a copy in memory and yet outlives the process. A
 * bracket, then entries of a fixed size: an object and a comma, or zeros. Thread-safe.
 */
final class ActiveQueryFile implements AutoCloseable {
  static final String NAME = "queries.active";
  private static final int ENTRY = 1000;
  private static final int MAX_BYTES = 1 << 24;

  private final ReentrantLock lock = new ReentrantLock();
  private final Arena arena;
  private final MemorySegment bytes;
  private final int entries;
  private final BitSet taken = new BitSet();
  private boolean closed;

  private ActiveQueryFile(Arena arena, MemorySegment bytes, int entries) {
    this.arena = arena;
    this.bytes = bytes;
    this.entries = entries;
  }

  /** The entries that an earlier process left, as they stand there; "" for none. */
  static String left(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return "";
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).replace("\0", "");
    if (!text.startsWith("[") || text.length() == 1) {
      return "";
    }
    return text.endsWith(",") ? text.substring(0, text.length() - 1) + "]" : text + "]";
  }

  /** Makes the file anew, with room for so many queries. */
  static ActiveQueryFile create(Path file, int entries) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long size = 1 + (long) entries * ENTRY;
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
      bytes.setString(0, "[", StandardCharsets.US_ASCII);
      return new ActiveQueryFile(arena, bytes, entries);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Notes a query.
   *
   * @return its entry for {@link #remove}, -1 where there is no room
   */
  int add(String query, long epochSeconds) {
    byte[] entry = entry(query, epochSeconds);
    lock.lock();
    try {
      int free = taken.nextClearBit(0);
      if (closed || free >= entries) {
        return -1;
      }
      taken.set(free);
      MemorySegment.copy(MemorySegment.ofArray(entry), 0, bytes, at(free), entry.length);
      return free;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a query. */
  void remove(int entry) {
    lock.lock();
    try {
      if (!closed && entry >= 0) {
        bytes.asSlice(at(entry), ENTRY).fill((byte) 0);
        taken.clear(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  private static long at(int entry) {
    return 1 + (long) entry * ENTRY;
  }

  /** An object and a comma, the query cut where both would not fit. */
  private static byte[] entry(String query, long epochSeconds) {
    String shown = query.length() > ENTRY ? query.substring(0, ENTRY) : query;
    while (true) {
      byte[] entry = json(shown, epochSeconds);
      if (entry.length <= ENTRY) {
        return entry;
      }
      int cut = Math.max(1, (entry.length - ENTRY) / 6); // a character takes six bytes at most
      int end = Math.max(0, shown.length() - cut);
      boolean splits = end > 0 && Character.isHighSurrogate(shown.charAt(end - 1));
      shown = shown.substring(0, splits ? end - 1 : end);
    }
  }

  private static byte[] json(String query, long epochSeconds) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream(ENTRY);
    try {
      JsonWriter json = new JsonWriter(entry);
      json.beginObject().name("query").string(query);
      json.name("timestamp_sec").number(epochSeconds).endObject().flush();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // memory takes every byte
    }
    entry.write(',');
    return entry.toByteArray();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        bytes.asSlice(1).fill((byte) 0); // an orderly end leaves nothing to tell of
        arena.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
