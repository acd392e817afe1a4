package io.pharos.storage.tsdb.compact;

import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Clock;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.head.Epochs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks of a data folder. A block appears by a rename and disappears by one; what is found
 * half-made or half-deleted at start is removed, what is damaged is set aside under the ending
 * {@code .damaged}. Guarded by the caller's maintenance lock; {@link #blocks} by none.
 */
public final class BlockStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BlockStore.class);
  private static final String CREATING = ".tmp-for-creation";
  private static final String DELETING = ".tmp-for-deletion";
  private static final String DAMAGED = ".damaged";

  private final Disk disk;
  private final Path folder;
  private final Epochs epochs;
  private volatile List<Block> blocks = List.of();

  public BlockStore(Disk disk, Path folder, Epochs epochs) {
    this.disk = disk;
    this.folder = folder;
    this.epochs = epochs;
  }

  /** Opens what is there. */
  public void open() {
    List<Block> found = new ArrayList<>();
    try (var listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        String name = path.getFileName().toString();
        if (name.endsWith(CREATING) || name.endsWith(DELETING)) {
          deleteTree(path);
        } else if (Ulid.isUlid(name) && Files.isDirectory(path)) {
          open(path, found);
        }
      }
    } catch (IOException e) {
      found.forEach(Block::close);
      throw Failures.of("cannot list blocks [folder=" + folder + "]", e);
    }
    removeParents(found);
    publish(found);
  }

  private void open(Path path, List<Block> found) throws IOException {
    try {
      found.add(Block.open(path));
    } catch (StorageException e) {
      boolean isDamaged = e.code() == StorageException.Code.CORRUPT || !Block.isWhole(path);
      if (!isDamaged) {
        throw e;
      }
      Path aside = path.resolveSibling(path.getFileName() + DAMAGED);
      log.error(
          "a block is damaged and was set aside block={} as={} reason={}",
          path.getFileName(),
          aside.getFileName(),
          e.getMessage());
      disk.rename(path, aside);
    }
  }

  /** A compaction that was cut off may have left the blocks that it replaced. */
  private void removeParents(List<Block> found) {
    Set<String> replaced = new HashSet<>();
    found.forEach(block -> replaced.addAll(block.meta().parents()));
    found.removeIf(
        block -> {
          boolean isReplaced = replaced.contains(block.meta().ulid());
          if (isReplaced) {
            block.close();
            delete(block);
          }
          return isReplaced;
        });
  }

  private void publish(List<Block> changed) {
    List<Block> sorted = new ArrayList<>(changed);
    sorted.sort(
        Comparator.comparingLong((Block block) -> block.meta().mint())
            .thenComparingLong(block -> block.meta().maxt())
            .thenComparing(block -> block.meta().ulid()));
    blocks = List.copyOf(sorted);
  }

  /** All blocks, sorted by time. They stay open for a reader that entered the epochs first. */
  public List<Block> blocks() {
    return blocks;
  }

  /** A name that no block of the folder has. */
  String newUlid(Clock clock, RandomGenerator random) {
    String ulid = Ulid.next(clock.millis(), random);
    while (Files.exists(folder.resolve(ulid)) || Files.exists(creating(ulid))) {
      ulid = Ulid.next(clock.millis(), random);
    }
    return ulid;
  }

  /** Where a block is written before it appears. */
  public Path creating(String ulid) {
    return folder.resolve(ulid + CREATING);
  }

  /** Removes a block that was not finished. */
  public void dropUnfinished(String ulid) {
    Path path = creating(ulid);
    try {
      if (Files.exists(path)) {
        deleteTree(path);
      }
    } catch (IOException e) {
      throw Failures.of("cannot remove an unfinished block [folder=" + path + "]", e);
    }
  }

  /** Makes a finished block appear in the place of others, which the caller retires. */
  public void add(String ulid, List<Block> replaced) {
    try {
      Path path = folder.resolve(ulid);
      disk.rename(creating(ulid), path);
      disk.syncFolder(folder);
      Block block = Block.open(path);
      List<Block> changed = new ArrayList<>(blocks);
      changed.removeAll(replaced);
      changed.add(block);
      publish(changed);
    } catch (IOException e) {
      throw Failures.of("cannot add a block [ulid=" + ulid + "]", e);
    }
  }

  /** Takes blocks out. */
  public void remove(List<Block> gone) {
    List<Block> changed = new ArrayList<>(blocks);
    changed.removeAll(gone);
    publish(changed);
  }

  /** Deletes blocks that were taken out; to be called when no new reader can find them. */
  public void retire(List<Block> gone) {
    for (Block block : gone) {
      delete(block);
      epochs.defer(block::close);
    }
  }

  /** Keeps damaged blocks that were taken out under another name. */
  void setAside(List<Block> damaged) {
    for (Block block : damaged) {
      Path path = block.folder();
      try {
        disk.rename(path, path.resolveSibling(path.getFileName() + DAMAGED));
      } catch (IOException e) {
        log.warn("a damaged block could not be set aside block={} reason={}", path, e.toString());
      }
      epochs.defer(block::close);
    }
  }

  private void delete(Block block) {
    Path path = block.folder();
    try {
      Path deleting = path.resolveSibling(path.getFileName() + DELETING);
      if (Files.exists(path)) {
        disk.rename(path, deleting);
        deleteTree(deleting);
      }
    } catch (IOException e) {
      log.warn(
          "a block could not be deleted, the next start tries again block={} reason={}",
          path.getFileName(),
          e.toString());
    }
  }

  /** Deletes a folder and what is in it. */
  void deleteTree(Path path) throws IOException {
    List<Path> all;
    try (var files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      disk.delete(file);
    }
  }

  public long bytes() {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += block.bytes();
    }
    return bytes;
  }

  /** The first millisecond behind all blocks, {@code Long.MIN_VALUE} without any. */
  public long end() {
    long end = Long.MIN_VALUE;
    for (Block block : blocks) {
      end = Math.max(end, block.end());
    }
    return end;
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
    blocks = List.of();
  }
}
