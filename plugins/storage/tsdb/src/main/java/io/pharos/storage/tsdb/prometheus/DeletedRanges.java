package io.pharos.storage.tsdb.prometheus;

import io.pharos.storage.tsdb.query.Intervals;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The file {@code tombstones} of a block of Prometheus. */
final class DeletedRanges {
  static final String FILE = "tombstones";
  static final int MAGIC = 0x0130BA30;
  static final int VERSION = 1;

  private static final int HEADER = 5;

  private DeletedRanges() {}

  /** What was deleted, by the number of the series. */
  static Map<Long, Intervals> read(Path block) {
    Path path = block.resolve(FILE);
    Map<Long, Intervals> deleted = new HashMap<>();
    if (!Files.exists(path)) {
      return deleted;
    }
    try (Arena arena = Arena.ofConfined()) {
      Bytes file = Bytes.map(path, arena);
      long end = file.size() - 4;
      if (end < HEADER || file.i32() != MAGIC || file.u8() != VERSION) {
        throw file.corrupt("no file of deletions of version 1");
      }
      file.check(HEADER, end - HEADER, "the deletions");
      while (file.position() < end) {
        long series = file.unsignedVarint();
        long mint = file.varint();
        deleted.merge(series, Intervals.none().add(mint, file.varint()), Intervals::addAll);
      }
    }
    return deleted;
  }
}
