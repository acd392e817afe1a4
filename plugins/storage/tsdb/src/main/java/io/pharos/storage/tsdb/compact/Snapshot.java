package io.pharos.storage.tsdb.compact;

import io.pharos.spi.runtime.Clock;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.query.Tombstones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Copies the storage below {@code snapshots}: blocks by links, the head as a new block. Guarded by
 * the caller's maintenance lock.
 */
final class Snapshot {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Disk disk;
  private final BlockStore store;
  private final Compactor compactor;
  private final Path folder;
  private final Clock clock;
  private final RandomGenerator random;

  Snapshot(
      Disk disk,
      BlockStore store,
      Compactor compactor,
      Path folder,
      Clock clock,
      RandomGenerator random) {
    this.disk = disk;
    this.store = store;
    this.compactor = compactor;
    this.folder = folder;
    this.clock = clock;
    this.random = random;
  }

  String make(@Nullable Head head, Tombstones tombstones) {
    String name =
        NAME.format(Instant.ofEpochMilli(clock.millis()))
            + String.format(Locale.ROOT, "-%016x", random.nextLong());
    Path target = folder.resolve("snapshots").resolve(name);
    try {
      Files.createDirectories(target);
      for (Block block : store.blocks()) {
        link(block.folder(), target.resolve(block.meta().ulid()));
      }
      Path deletions = folder.resolve("tombstones");
      if (Files.exists(deletions)) {
        Files.copy(deletions, target.resolve("tombstones"));
      }
      if (head != null && head.minTime() <= head.maxTime()) {
        String ulid =
            compactor.ofHead(
                head,
                head.floor(),
                Math.min(head.minTime(), head.oldestLate()),
                head.maxTime() + 1,
                tombstones);
        if (ulid != null) {
          disk.rename(store.creating(ulid), target.resolve(ulid));
        }
      }
      disk.syncFolder(target);
      return name;
    } catch (IOException e) {
      throw Failures.of("cannot make a snapshot [folder=" + target + "]", e);
    }
  }

  private static void link(Path from, Path to) throws IOException {
    List<Path> all;
    try (var files = Files.walk(from)) {
      all = files.sorted().toList();
    }
    for (Path file : all) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.createLink(copy, file);
      }
    }
  }
}
