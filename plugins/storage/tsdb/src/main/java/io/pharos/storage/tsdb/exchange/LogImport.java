package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.prometheus.LogRecords;
import io.pharos.storage.tsdb.prometheus.PrometheusLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Takes over what Prometheus' log holds behind its newest block. Confined to one thread. */
final class LogImport implements LogRecords.Sink {
  private static final long RANGE = 7_200_000;

  private final NewBlocks target;
  private final Set<String> known;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<Long, Integer> series = new HashMap<>();
  private long from;
  private long unknown;
  private @Nullable Spool open;

  LogImport(NewBlocks target, Set<String> known, PrintStream out, PrintStream err) {
    this.target = target;
    this.known = known;
    this.out = out;
    this.err = err;
  }

  /** Imports samples from a time on; answers whether all could be read. */
  boolean run(Path source, long end) {
    from = end;
    PrometheusLog log = PrometheusLog.of(source.resolve("wal"));
    long print = log.fingerprint();
    String mark = Ulid.next(0, new SplittableRandom(print));
    if (known.contains(mark)) {
      out.println("log: imported before, left out");
      return true;
    }
    boolean isWhole = true;
    LogRecords records = new LogRecords(this);
    try (Spool spool = new Spool(target.temporary(), RANGE)) {
      open = spool;
      String damage = read(log, records);
      if (damage != null) {
        isWhole = false;
        err.println("log: " + damage + ": what stands behind is not imported");
      }
      long samples = 0;
      List<BlockMeta> made = spool.write(target, window -> List.of(mark));
      for (BlockMeta meta : made) {
        samples += meta.samples();
      }
      if (!made.isEmpty()) {
        out.println(
            "log: "
                + series.size()
                + " series, "
                + samples
                + " samples imported to "
                + made.size()
                + " blocks");
      }
    }
    return report(source, records) && isWhole;
  }

  private static @Nullable String read(PrometheusLog log, LogRecords records) {
    try {
      return log.read(records);
    } catch (StorageException e) {
      if (e.code() != StorageException.Code.CORRUPT) {
        throw e;
      }
      return e.getMessage();
    }
  }

  /** Says what was not taken. */
  private boolean report(Path source, LogRecords records) {
    records
        .skipped()
        .forEach(
            (type, count) ->
                err.println("log: records of type " + type + " are not imported: " + count));
    if (unknown > 0) {
      err.println("log: samples of unknown series are not imported: " + unknown);
    }
    boolean hasLate = hasFiles(source.resolve("wbl"));
    if (hasLate) {
      err.println(
          "wbl: samples that came out of order and are in no block yet are not imported; a snapshot"
              + " of Prometheus has them");
    }
    return !hasLate && unknown == 0;
  }

  private static boolean hasFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        if (Files.size(path) > 0) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw Failures.of("cannot list a folder [folder=" + folder + "]", e);
    }
  }

  private Spool spool() {
    Spool now = open;
    if (now == null) {
      throw new IllegalStateException("not running");
    }
    return now;
  }

  @Override
  public void series(long ref, Labels labels) {
    series.put(ref, spool().series(labels));
  }

  @Override
  public void sample(long ref, long timestamp, double value) {
    Integer number = number(ref, timestamp);
    if (number != null) {
      spool().add(number, timestamp, value);
    }
  }

  @Override
  public void sample(long ref, long timestamp, Histogram histogram) {
    Integer number = number(ref, timestamp);
    if (number != null) {
      spool().add(number, timestamp, histogram);
    }
  }

  private @Nullable Integer number(long ref, long timestamp) {
    if (timestamp < from) {
      return null; // in a block
    }
    Integer number = series.get(ref);
    if (number == null) {
      unknown++;
    }
    return number;
  }

  @Override
  public void deletion(long ref, long mint, long maxt) {
    Integer number = series.get(ref);
    if (number != null) {
      spool().delete(number, mint, maxt);
    }
  }
}
