package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.compact.Walk;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.prometheus.PrometheusBlockWriter;
import io.pharos.storage.tsdb.prometheus.PrometheusMeta;
import io.pharos.storage.tsdb.query.JoinedCursor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Writes a folder's data as blocks of Prometheus: one for each range of a block or of overlapping
 * ones, and two hours each of what is not in blocks yet. Confined to one thread.
 */
public final class Exporter {
  private static final long HEAD_RANGE = 7_200_000;
  private static final int PROGRESS = 100_000;
  private static final int BATCH = 960;

  private final Folder source;
  private final Disk disk;
  private final Clock clock;
  private final RandomGenerator random;
  private final PrintStream out;

  /** A range of time, its end outside, and the blocks in it. */
  private record Range(long mint, long end, List<Block> blocks) {}

  public Exporter(Folder source, Disk disk, Clock clock, RandomGenerator random, PrintStream out) {
    this.source = source;
    this.disk = disk;
    this.clock = clock;
    this.random = random;
    this.out = out;
  }

  /** Writes what matches in a range of time to a folder, which holds no blocks yet. */
  public void run(Path target, List<LabelMatcher> matchers, long mint, long maxt) {
    checkEmpty(target);
    for (Block block : source.blocks()) {
      block.verify();
    }
    List<Range> ranges = ranges();
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (range.mint <= maxt && range.end > mint) {
        write(target, range, matchers, mint, maxt, (i + 1) + " of " + ranges.size());
      }
    }
  }

  private static void checkEmpty(Path target) {
    try {
      Files.createDirectories(target);
      try (var listing = Files.newDirectoryStream(target)) {
        for (Path path : listing) {
          if (Ulid.isUlid(String.valueOf(path.getFileName()))) {
            throw new StorageException(
                StorageException.Code.UNAVAILABLE,
                "the folder holds blocks already [path=" + target + "]; give an empty one");
          }
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot make the folder [path=" + target + "]", e);
    }
  }

  private List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Block block : source.blocks()) {
      if (block.mint() < end) {
        Range last = ranges.removeLast();
        List<Block> together = new ArrayList<>(last.blocks);
        together.add(block);
        end = Math.max(end, block.end());
        ranges.add(new Range(last.mint, end, together));
      } else {
        gap(end, block.mint(), ranges);
        end = block.end();
        ranges.add(new Range(block.mint(), end, List.of(block)));
      }
    }
    gap(end, Long.MAX_VALUE, ranges);
    return ranges;
  }

  /** Divides the head's range between two blocks. */
  private void gap(long from, long to, List<Range> ranges) {
    long end = Math.min(to, source.headMaxt() == Long.MAX_VALUE ? to : source.headMaxt() + 1);
    for (long start = Math.max(from, source.headMint()); start < end; ) {
      long next = Math.min(end, (Math.floorDiv(start, HEAD_RANGE) + 1) * HEAD_RANGE);
      ranges.add(new Range(start, next, List.of()));
      start = next;
    }
  }

  private void write(
      Path target, Range range, List<LabelMatcher> matchers, long mint, long maxt, String place) {
    long from = Math.max(range.mint, mint);
    long to = Math.min(range.end - 1, maxt);
    SampleBatch batch = new SampleBatch(BATCH);
    try (Walk walk = source.walk(matchers, from, to);
        PrometheusBlockWriter writer =
            new PrometheusBlockWriter(disk, target, Ulid.next(clock.millis(), random))) {
      while (walk.next()) {
        boolean hasSamples = false;
        JoinedCursor samples = walk.samples();
        batch.clear();
        while (fill(samples, batch)) {
          writer.add(batch);
          hasSamples = true;
          batch.clear();
        }
        if (hasSamples) {
          writer.endSeries(walk.labels());
          if (writer.series() % PROGRESS == 0) {
            out.println("range " + from + " [" + place + "]: " + writer.series() + " series");
          }
        }
      }
      if (writer.series() > 0) {
        PrometheusMeta meta =
            writer.finish(from, to + 1, level(range.blocks), sources(range.blocks));
        out.println(
            "block "
                + meta.ulid()
                + " ["
                + place
                + "]: "
                + meta.series()
                + " series, "
                + meta.samples()
                + " samples exported");
      }
    }
  }

  /** Reads until the batch is full, so that chunks are; answers whether there is a sample. */
  private static boolean fill(JoinedCursor samples, SampleBatch batch) {
    while (batch.size() < batch.capacity() && samples.read(batch) > 0) {
      // on until it is full
    }
    return batch.size() > 0;
  }

  private static int level(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> block.meta().level()).max().orElse(1);
  }

  private static List<String> sources(List<Block> blocks) {
    Set<String> sources = new LinkedHashSet<>();
    blocks.forEach(block -> sources.addAll(block.meta().sources()));
    return List.copyOf(sources);
  }
}
