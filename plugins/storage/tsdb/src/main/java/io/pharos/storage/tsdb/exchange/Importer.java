package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.block.BlockWriter;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.prometheus.PrometheusBlock;
import io.pharos.storage.tsdb.prometheus.PrometheusMeta;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes over Prometheus' data directory: its blocks one by one, series by series, and what its log
 * holds beyond them. A block whose sources are all known is left out, so the same directory adds
 * nothing a second time. Confined to one thread.
 */
public final class Importer {
  private static final int PROGRESS = 100_000;

  private final NewBlocks target;
  private final PrintStream out;
  private final PrintStream err;
  private final Set<String> known = new HashSet<>();
  private int failures;

  public Importer(NewBlocks target, PrintStream out, PrintStream err) {
    this.target = target;
    this.out = out;
    this.err = err;
    target.blocks().forEach(block -> known.addAll(block.meta().sources()));
  }

  /** Imports a directory; answers whether all of it could be read. */
  public boolean run(Path source) {
    List<Path> blocks = list(source);
    Path log = source.resolve("wal");
    if (blocks.isEmpty() && !Files.isDirectory(log)) {
      err.println("no blocks and no log of Prometheus found [path=" + source + "]");
      return false;
    }
    long end = Long.MIN_VALUE;
    for (int i = 0; i < blocks.size(); i++) {
      end = Math.max(end, one(blocks.get(i), (i + 1) + " of " + blocks.size()));
    }
    if (Files.isDirectory(log)) {
      log(source, end);
    }
    return failures == 0;
  }

  private static List<Path> list(Path source) {
    List<Path> blocks = new ArrayList<>();
    try (var listing = Files.newDirectoryStream(source)) {
      for (Path path : listing) {
        Path name = path.getFileName();
        if (name != null && Ulid.isUlid(name.toString()) && Files.isDirectory(path)) {
          blocks.add(path);
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot list blocks [folder=" + source + "]", e);
    }
    blocks.sort(null);
    return blocks;
  }

  /** Answers the first millisecond behind the block, {@code MIN_VALUE} if it cannot be read. */
  private long one(Path folder, String place) {
    String name = String.valueOf(folder.getFileName());
    try {
      PrometheusMeta meta = PrometheusMeta.read(folder);
      List<String> sources = meta.sources().isEmpty() ? List.of(name) : meta.sources();
      if (known.containsAll(sources)) {
        out.println("block " + name + " [" + place + "]: imported before, left out");
        return meta.maxt();
      }
      try (PrometheusBlock block = PrometheusBlock.open(folder, meta)) {
        copy(block, name, place, sources);
      }
      known.addAll(sources);
      return meta.maxt();
    } catch (StorageException e) {
      if (e.code() != StorageException.Code.CORRUPT) {
        throw e;
      }
      failures++;
      err.println("block " + name + " [" + place + "]: not imported: " + e.getMessage());
      return Long.MIN_VALUE;
    }
  }

  private void copy(PrometheusBlock block, String name, String place, List<String> sources) {
    PrometheusMeta meta = block.meta();
    SampleBatch batch = new SampleBatch(1024);
    int done = 0;
    long mint = meta.mint();
    long end = meta.maxt();
    try (NewBlocks.Writing writing = target.start()) {
      BlockWriter writer = writing.writer();
      for (Labels labels = block.next(batch); labels != null; labels = block.next(batch)) {
        if (batch.size() > 0) {
          mint = Math.min(mint, batch.timestamps()[0]);
          end = Math.max(end, batch.timestamps()[batch.size() - 1] + 1);
          writer.startSeries(labels);
          writer.add(batch);
          writer.endSeries();
        }
        if (++done % PROGRESS == 0) {
          out.println("block " + name + " [" + place + "]: " + done + " of " + block.series());
        }
      }
      if (writer.series() == 0) {
        out.println("block " + name + " [" + place + "]: empty, left out");
        return;
      }
      BlockMeta made = writing.finish(mint, end, meta.level(), sources);
      out.println(
          "block "
              + name
              + " ["
              + place
              + "]: "
              + made.series()
              + " series, "
              + made.samples()
              + " samples imported");
    } catch (IOException e) {
      throw Failures.of("cannot write a block", e);
    }
  }

  /** Takes what the log holds beyond the blocks. */
  private void log(Path source, long end) {
    if (!new LogImport(target, known, out, err).run(source, end)) {
      failures++;
    }
  }
}
