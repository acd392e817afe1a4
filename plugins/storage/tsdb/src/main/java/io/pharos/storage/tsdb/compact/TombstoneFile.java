package io.pharos.storage.tsdb.compact;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.query.Intervals;
import io.pharos.storage.tsdb.query.Tombstones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the deletions on disk: one file, replaced whole by each change. Guarded by the caller's
 * maintenance lock.
 */
public final class TombstoneFile {
  private static final Logger log = LoggerFactory.getLogger(TombstoneFile.class);
  private static final long MAGIC = 0x3130_424d_4f54_4850L;

  private final Disk disk;
  private final Path file;

  public TombstoneFile(Disk disk, Path folder) {
    this.disk = disk;
    file = folder.resolve("tombstones");
  }

  /** As {@link #read}, but what is damaged stays where it is and is an error. */
  public Tombstones peek() {
    try {
      return Files.exists(file) ? parse(Files.readAllBytes(file)) : Tombstones.none();
    } catch (IOException e) {
      throw Failures.of("cannot read the deletions [file=" + file + "]", e);
    }
  }

  Tombstones read() {
    if (!Files.exists(file)) {
      return Tombstones.none();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return parse(bytes);
    } catch (IOException e) {
      throw Failures.of("cannot read the deletions [file=" + file + "]", e);
    } catch (StorageException e) {
      Path aside = file.resolveSibling("tombstones.damaged");
      log.error("the file of deletions is damaged and was set aside file={} as={}", file, aside);
      try {
        disk.rename(file, aside);
      } catch (IOException io) {
        throw Failures.of("cannot set the deletions aside [file=" + file + "]", io);
      }
      return Tombstones.none();
    }
  }

  private static Tombstones parse(byte[] bytes) {
    if (bytes.length < 12) {
      throw Source.corrupt();
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    Source source = new Source().wrap(bytes, 0, bytes.length);
    if (source.i64() != MAGIC) {
      throw Source.corrupt();
    }
    source.position(bytes.length - 4L);
    if (source.i32() != (int) crc.getValue()) {
      throw Source.corrupt();
    }
    source.position(8);
    Map<Tombstones.Key, Intervals> all = new HashMap<>();
    int count = source.count();
    for (int i = 0; i < count; i++) {
      Tombstones.Key key = new Tombstones.Key(source.i64(), source.i64());
      Intervals intervals = Intervals.none();
      int ranges = source.count();
      for (int r = 0; r < ranges; r++) {
        intervals = intervals.add(source.i64(), source.i64());
      }
      all.put(key, intervals);
    }
    return Tombstones.of(all);
  }

  void write(Tombstones tombstones) {
    Sink sink = new Sink(1024);
    sink.i64(MAGIC);
    sink.varint(tombstones.size());
    for (Map.Entry<Tombstones.Key, Intervals> entry : tombstones.all().entrySet()) {
      sink.i64(entry.getKey().low());
      sink.i64(entry.getKey().high());
      Intervals intervals = entry.getValue();
      sink.varint(intervals.size());
      for (int i = 0; i < intervals.size(); i++) {
        sink.i64(intervals.mint(i));
        sink.i64(intervals.maxt(i));
      }
    }
    CRC32C crc = new CRC32C();
    crc.update(sink.array(), 0, sink.size());
    sink.i32((int) crc.getValue());
    Path temporary = file.resolveSibling("tombstones.tmp");
    try {
      disk.delete(temporary);
      try (Disk.Out out = disk.create(temporary)) {
        out.write(sink.buffer());
        out.force();
      }
      disk.rename(temporary, file);
      Path folder = file.getParent();
      if (folder != null) {
        disk.syncFolder(folder);
      }
    } catch (IOException e) {
      throw Failures.of("cannot write the deletions [file=" + file + "]", e);
    }
  }
}
