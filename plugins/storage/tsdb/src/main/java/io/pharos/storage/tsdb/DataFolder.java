package io.pharos.storage.tsdb;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Context;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.compact.TombstoneFile;
import io.pharos.storage.tsdb.compact.Walk;
import io.pharos.storage.tsdb.exchange.Folder;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.query.Tombstones;
import io.pharos.storage.tsdb.query.TsdbQuerier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data folder as commands read it: with its head where no server has the folder, else its blocks
 * alone. Confined to one thread.
 */
final class DataFolder implements Folder {
  private static final Duration FOREVER = Duration.ofDays(100_000);

  private final @Nullable Tsdb tsdb;
  private final List<Block> blocks;
  private final TsdbQuerier.View view;

  private DataFolder(@Nullable Tsdb tsdb, List<Block> blocks, Tombstones tombstones) {
    this.tsdb = tsdb;
    this.blocks = blocks;
    view = new TsdbQuerier.View(blocks, Long.MAX_VALUE, tombstones);
  }

  /** Opens a folder; says so where its head cannot be read. */
  static DataFolder open(Path folder, Context context, PrintStream err) {
    check(folder);
    if (Files.isDirectory(folder.resolve("wal"))) {
      Tsdb tsdb = storage(folder, context);
      try {
        tsdb.start();
        return new DataFolder(tsdb, tsdb.openBlocks(), Tombstones.none());
      } catch (StorageException e) {
        if (e.code() != StorageException.Code.UNAVAILABLE) {
          throw e;
        }
        err.println(
            "a server has the folder: what is in no block yet is left out; have it written by POST"
                + " /api/v1/admin/tsdb/flush");
      }
    }
    return blocksOf(folder);
  }

  /** Opens the blocks of a folder alone, whether a server has it or not. */
  static DataFolder blocksOf(Path folder) {
    check(folder);
    Tombstones tombstones = new TombstoneFile(Disk.SYSTEM, folder).peek();
    return new DataFolder(null, read(folder), tombstones);
  }

  static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          "opening the db dir: stat " + folder + ": no such file or directory");
    }
  }

  /** The storage of a folder, which deletes nothing and joins as little as can be. */
  private static Tsdb storage(Path folder, Context context) {
    TsdbConfig all = TsdbConfig.in(folder.toString());
    return new Tsdb(all.withRetention(FOREVER, 0).unjoined(), context, Disk.SYSTEM);
  }

  /** Writes what is in the head to blocks, so that blocks can be added behind it. */
  static void flush(Path folder, Context context) {
    if (Files.isDirectory(folder.resolve("wal"))) {
      Tsdb tsdb = storage(folder, context);
      try {
        tsdb.start();
        tsdb.flush();
      } finally {
        tsdb.close();
      }
    }
  }

  /** What the blocks of a folder say of themselves; names those that are damaged. */
  static List<BlockMeta> metas(Path folder, PrintStream err) {
    List<BlockMeta> found = new ArrayList<>();
    try (var listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        if (Ulid.isUlid(String.valueOf(path.getFileName())) && Block.isWhole(path)) {
          try {
            found.add(BlockMeta.read(path));
          } catch (StorageException e) {
            err.println("block " + path.getFileName() + ": " + e.getMessage());
          }
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot list blocks [folder=" + folder + "]", e);
    }
    found.sort(
        Comparator.comparingLong(BlockMeta::mint)
            .thenComparingLong(BlockMeta::maxt)
            .thenComparing(BlockMeta::ulid));
    return found;
  }

  private static List<Block> read(Path folder) {
    List<Block> found = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    try (var listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        if (Ulid.isUlid(String.valueOf(path.getFileName())) && Block.isWhole(path)) {
          Block block = Block.open(path);
          found.add(block);
          replaced.addAll(block.meta().parents());
        }
      }
    } catch (IOException e) {
      found.forEach(Block::close);
      throw Failures.of("cannot list blocks [folder=" + folder + "]", e);
    } catch (RuntimeException e) {
      found.forEach(Block::close);
      throw e;
    }
    found.removeIf(
        block -> {
          boolean isReplaced = replaced.contains(block.meta().ulid());
          if (isReplaced) {
            block.close();
          }
          return isReplaced;
        });
    found.sort(
        Comparator.comparingLong((Block block) -> block.meta().mint())
            .thenComparingLong(block -> block.meta().maxt())
            .thenComparing(block -> block.meta().ulid()));
    return found;
  }

  @Override
  public List<Block> blocks() {
    return blocks;
  }

  @Override
  public long headMint() {
    return tsdb == null ? Long.MAX_VALUE : tsdb.headRange()[0];
  }

  @Override
  public long headMaxt() {
    return tsdb == null ? Long.MIN_VALUE : tsdb.headRange()[1];
  }

  @Override
  public Walk walk(List<LabelMatcher> matchers, long mint, long maxt) {
    return tsdb == null
        ? Walk.of(view, null, matchers, mint, maxt, () -> {})
        : tsdb.walk(mint, maxt, matchers);
  }

  @Override
  public void close() {
    if (tsdb == null) {
      blocks.forEach(Block::close);
    } else {
      tsdb.close();
    }
  }
}
