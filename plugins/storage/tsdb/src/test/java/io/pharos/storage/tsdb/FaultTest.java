package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the storage does when files are damaged, the disk is full, or somebody else has the folder.
 */
final class FaultTest {
  private static final long T0 = 1_700_000_400_000L;
  private static final int SERIES = 10;

  @TempDir Path folder;
  private FakeContext context;
  private TsdbConfig config;
  private final FailingDisk disk = new FailingDisk();

  @BeforeEach
  void prepare() {
    context = new FakeContext(folder);
    config =
        TsdbConfig.in(folder.resolve("data").toString()).withBlockDuration(Duration.ofMinutes(10));
  }

  @Test
  void keepsWhatIsWholeOfATornLog() throws IOException {
    Tsdb tsdb = open();
    append(tsdb, 0, 20);
    tsdb.close();
    Path segment = newest("wal");
    truncate(segment, Files.size(segment) - 30);

    Tsdb again = open();
    assertThat(counts(again)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(19));
    assertThat(context.metrics().value("prometheus_tsdb_wal_corruptions_total")).isEqualTo(1);
    assertThat(files("wal")).anyMatch(name -> name.contains(".damaged-"));
    append(again, 20, 30);
    again.close();
    Tsdb third = open();
    assertThat(counts(third)).allSatisfy((l, n) -> assertThat(n).isEqualTo(29));
    third.close();
  }

  @Test
  void keepsWhatIsWholeOfALogWithAFlippedBit() throws IOException {
    Tsdb tsdb = open();
    append(tsdb, 0, 20);
    tsdb.close();
    Path segment = newest("wal");
    flip(segment, Files.size(segment) / 2);

    Tsdb again = open();
    assertThat(counts(again)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(19));
    again.close();
  }

  @Test
  void leavesADamagedChunkOfTheHeadOut() throws IOException {
    Tsdb tsdb = open();
    append(tsdb, 0, 100);
    tsdb.checkpoint(); // so that the log does not hold the samples
    tsdb.close();
    Path file = newest("chunks_head");
    flip(file, 60);

    Tsdb again = open();
    Map<String, Integer> counts = counts(again);
    assertThat(counts).hasSize(SERIES);
    assertThat(context.metrics().value("prometheus_tsdb_mmap_chunk_corruptions_total"))
        .isEqualTo(1);
    assertThat(counts.values()).contains(100);
    again.close();
  }

  @Test
  void setsADamagedBlockAside() throws IOException {
    for (String file : List.of("meta.json", "series", "index", "chunks")) {
      prepareFolder(file);
      Tsdb tsdb = open();
      append(tsdb, 0, 100);
      tsdb.flush();
      append(tsdb, 100, 110);
      tsdb.close();
      Path block = first(Path.of(config.path()), path -> Files.exists(path.resolve("meta.json")));
      Path target = block.resolve(file);
      if (Files.isDirectory(target)) {
        target =
            first(
                target,
                path -> path.toString().endsWith(".cfs") || path.toString().endsWith(".doc"));
      }
      if (file.equals("chunks")) {
        truncate(target, Files.size(target) / 2);
      } else {
        flip(target, Files.size(target) / 2);
      }

      Tsdb again = open();
      assertThat(counts(again))
          .as("after damage of %s", file)
          .hasSize(SERIES)
          .allSatisfy((l, n) -> assertThat(n).isEqualTo(10));
      assertThat(files("")).anyMatch(name -> name.endsWith(".damaged"));
      again.close();
    }
  }

  private void prepareFolder(String name) {
    context = new FakeContext(folder);
    config =
        TsdbConfig.in(folder.resolve("data-" + name).toString())
            .withBlockDuration(Duration.ofMinutes(10));
  }

  @Test
  void startsWithADamagedFileOfDeletions() throws IOException {
    Tsdb tsdb = open();
    append(tsdb, 0, 20);
    tsdb.delete(T0, T0 + 1_000_000, List.of(LabelMatcher.equal("i", "1")));
    assertThat(counts(tsdb)).hasSize(SERIES - 1);
    tsdb.close();
    flip(folder.resolve("data/tombstones"), 20);

    Tsdb again = open();
    assertThat(counts(again)).hasSize(SERIES);
    assertThat(files("")).contains("tombstones.damaged");
    again.close();
  }

  @Test
  void refusesAFolderThatIsInUse() {
    Tsdb tsdb = open();
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.code()).isEqualTo(StorageException.Code.UNAVAILABLE))
        .hasMessageContaining("in use by another process");
    append(tsdb, 0, 5);
    tsdb.close();
    Tsdb after = open();
    assertThat(counts(after)).hasSize(SERIES);
    after.close();
  }

  @Test
  void refusesWritesWhileTheDiskIsFullAndRecovers() {
    Tsdb tsdb = open();
    append(tsdb, 0, 10);
    disk.full = path -> path.toString().contains("wal");
    assertThatThrownBy(() -> append(tsdb, 10, 11))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.code()).isEqualTo(StorageException.Code.FULL));
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(10));
    disk.full = path -> false;
    append(tsdb, 10, 20);
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(20));
    tsdb.close();
    Tsdb again = open();
    assertThat(counts(again)).allSatisfy((l, n) -> assertThat(n).isEqualTo(20));
    again.close();
  }

  @Test
  void aNewSeriesIsNotForgottenWhenTheDiskWasFull() {
    Tsdb tsdb = open();
    disk.full = path -> path.toString().contains("wal");
    assertThatThrownBy(() -> append(tsdb, 0, 1)).isInstanceOf(StorageException.class);
    disk.full = path -> false;
    append(tsdb, 0, 3);
    tsdb.close();
    Tsdb again = open();
    assertThat(counts(again)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(3));
    again.close();
  }

  @Test
  void keepsTheHeadWhenABlockCannotBeWritten() {
    Tsdb tsdb = open();
    append(tsdb, 0, 100);
    disk.full = path -> path.toString().contains("tmp-for-creation");
    assertThatThrownBy(tsdb::flush).isInstanceOf(StorageException.class);
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(100));
    assertThat(context.metrics().value("prometheus_tsdb_compactions_failed_total")).isPositive();
    disk.full = path -> false;
    tsdb.flush();
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(100));
    assertThat(tsdb.blocks()).isNotEmpty();
    tsdb.close();
  }

  @Test
  void keepsTheBlocksWhenTheirJoiningFindsTheDiskFull() throws IOException {
    Tsdb tsdb = open();
    append(tsdb, 0, 200);
    disk.full = path -> path.toString().contains("tmp-for-creation") && isJoining(tsdb);
    assertThatThrownBy(tsdb::flush)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.code()).isEqualTo(StorageException.Code.FULL));
    int blocks = tsdb.blocks().size();
    assertThat(blocks).isGreaterThan(1);
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(200));
    assertThat(files("")).noneMatch(name -> name.contains("tmp-for-creation"));
    append(tsdb, 200, 210); // the log has room
    disk.full = path -> false;
    tsdb.flush();
    assertThat(tsdb.blocks()).hasSizeLessThan(blocks);
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(210));
    tsdb.close();
  }

  /** Whether everything is in blocks, so that only joining is left. */
  private static boolean isJoining(Tsdb tsdb) {
    return !tsdb.blocks().isEmpty() && tsdb.blocks().getLast().maxt() > T0 + 15_000L * 199;
  }

  @Test
  void aDamagedChunkIsFoundWhenItsBlockIsJoinedAndTheOthersStay() throws IOException {
    Tsdb tsdb = open();
    append(tsdb, 0, 200);
    disk.full = path -> path.toString().contains("tmp-for-creation") && isJoining(tsdb);
    assertThatThrownBy(tsdb::flush).isInstanceOf(StorageException.class);
    disk.full = path -> false;
    int blocks = tsdb.blocks().size();
    tsdb.close();
    Path block = first(Path.of(config.path()), path -> Files.exists(path.resolve("meta.json")));
    Path chunks = block.resolve("chunks");
    flip(chunks, Files.size(chunks) / 2);

    Tsdb again = open();
    again.flush();
    assertThat(files("")).filteredOn(name -> name.endsWith(".damaged")).hasSize(1);
    assertThat(blocks).isGreaterThan(2);
    assertThat(counts(again))
        .hasSize(SERIES)
        .allSatisfy((l, n) -> assertThat(n).isBetween(100, 199));
    again.close();
  }

  @Test
  void aClockThatJumpsChangesNothingThatIsStored() {
    Tsdb tsdb = open();
    long now = context.time().millis();
    for (int round = 0; round < 6; round++) {
      append(tsdb, 40 * round, 40 * round + 40);
      // a year ahead, a year back, and where it was
      context.time().jumpTo(now + (round % 3 - 1) * 31_536_000_000L);
      tsdb.maintain();
    }
    assertThat(tsdb.blocks()).isNotEmpty();
    assertThat(counts(tsdb)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(240));
    tsdb.close();
    Tsdb again = open();
    assertThat(counts(again)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(240));
    append(again, 240, 250);
    again.flush();
    assertThat(counts(again)).allSatisfy((l, n) -> assertThat(n).isEqualTo(250));
    again.close();
  }

  @Test
  void aMillionSeriesAtOnceStayWithinTheMemoryBudget() {
    Tsdb tsdb = open();
    append(tsdb, 0, 5);
    long budget = 48L << 20;
    context.memory().limit(budget);
    int refused = 0;
    int most = 1_000_000;
    try (Appender appender = tsdb.appender()) {
      for (int i = 0; i < most; i++) {
        refused += appender.ref(Labels.of("__name__", "new", "n", "" + i)) < 0 ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(most / 2, most - 1000);
    assertThat(context.metrics().value("pharos_tsdb_series_refused_total")).isEqualTo(refused);
    assertThat(tsdb.headBytes()).isLessThan(budget + (4 << 20));
    append(tsdb, 5, 10);
    assertThat(counts(tsdb)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(10));
    tsdb.close();
  }

  @Test
  void refusesNewSeriesPastTheMemoryBudgetAndGoesOnWithOldOnes() {
    Tsdb tsdb = open();
    append(tsdb, 0, 5);
    context.memory().limit(1);
    try (Appender appender = tsdb.appender()) {
      long refused = 0;
      for (int i = 0; i < 100_000 && refused == 0; i++) {
        refused = Math.min(0, appender.ref(Labels.of("__name__", "new", "n", "" + i)));
      }
      assertThat(refused).isEqualTo(Appender.REFUSED);
    }
    append(tsdb, 5, 10);
    assertThat(counts(tsdb)).allSatisfy((l, n) -> assertThat(n).isEqualTo(10));
    assertThat(context.metrics().value("pharos_tsdb_series_refused_total")).isPositive();
    tsdb.close();
  }

  @Test
  void deletesBlocksByAgeAndBySize() {
    config = config.withRetention(Duration.ofMinutes(60), 0);
    Tsdb tsdb = open();
    for (int step = 0; step < 600; step += 20) {
      append(tsdb, step, step + 20);
      tsdb.maintain();
    }
    long newest = tsdb.blocks().getLast().maxt();
    assertThat(tsdb.blocks()).allSatisfy(b -> assertThat(newest - b.maxt()).isLessThan(3_600_000));
    assertThat(context.metrics().value("prometheus_tsdb_time_retentions_total")).isPositive();
    tsdb.close();
    config = config.withRetention(Duration.ZERO, 1);
    Tsdb small = open();
    small.maintain();
    assertThat(small.blocks()).isEmpty();
    assertThat(context.metrics().value("prometheus_tsdb_size_retentions_total")).isPositive();
    small.close();
  }

  @Test
  void deletesBlocksByAShareOfTheFileSystemInsteadOfASize() {
    Tsdb all = open();
    append(all, 0, 400);
    all.maintain();
    int blocks = all.blocks().size();
    all.close();
    disk.total = 1L << 50;
    config = config.withRetention(new RetentionConfig(Duration.ZERO, new ByteSize(1), 50));
    Tsdb large = open();
    assertThat(large.retention()).isEqualTo("50%");
    large.maintain();
    assertThat(large.blocks()).hasSize(blocks);
    assertThat(context.metrics().value("prometheus_tsdb_retention_limit_percentage")).isEqualTo(50);
    disk.total = 1000; // it shrinks while we run
    large.maintain();
    assertThat(large.blocks()).isEmpty();
    large.close();
    disk.total = 0;
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("retention.percentage");
  }

  @Test
  void aFullDiskDoesNotKeepOldBlocksFromBeingDeleted() {
    Tsdb tsdb = open();
    append(tsdb, 0, 200);
    tsdb.maintain();
    assertThat(tsdb.blocks()).isNotEmpty();
    tsdb.close();
    config = config.withRetention(Duration.ZERO, 1);
    Tsdb small = open();
    append(small, 200, 400);
    disk.full = path -> path.toString().contains("tmp-for-creation");
    assertThatThrownBy(small::maintain).isInstanceOf(StorageException.class);
    assertThat(small.blocks()).isEmpty();
    assertThat(context.metrics().value("prometheus_tsdb_head_truncations_failed_total"))
        .isPositive();
    disk.full = path -> false;
    small.close();
  }

  @Test
  void keepsFifteenDaysWhereNothingIsLimited() {
    assertThat(config.withRetention(Duration.ZERO, 0).retentionInForce().text()).isEqualTo("15d");
    assertThat(config.withRetention(Duration.ZERO, 1 << 30).retentionInForce().text())
        .isEqualTo("1GB");
    assertThatThrownBy(() -> new RetentionConfig(Duration.ZERO, new ByteSize(0), 101))
        .hasMessageContaining("percentage: must be between 0 and 100");
  }

  @Test
  void aSnapshotOpensAsAStorage() {
    Tsdb tsdb = open();
    append(tsdb, 0, 100);
    tsdb.maintain();
    append(tsdb, 100, 110);
    String name = tsdb.snapshot(false);
    assertThat(name).matches("\\d{8}T\\d{6}Z-[0-9a-f]{16}");
    tsdb.close();
    config = TsdbConfig.in(folder.resolve("data/snapshots").resolve(name).toString());
    Tsdb copy = open();
    assertThat(counts(copy)).hasSize(SERIES).allSatisfy((l, n) -> assertThat(n).isEqualTo(110));
    copy.close();
  }

  @Test
  void seriesThatEndedLeaveTheHead() {
    Tsdb tsdb = open();
    append(tsdb, 0, 10);
    try (Appender appender = tsdb.appender()) {
      byte[] outcomes = new byte[1];
      for (int step = 10; step < 200; step++) {
        long ref = appender.ref(Labels.of("__name__", "other"));
        appender.appendAt(T0 + 15_000L * step, new long[] {ref}, new double[] {step}, 1, outcomes);
        appender.commit();
      }
    }
    tsdb.maintain();
    assertThat(tsdb.head(10).series()).isEqualTo(1);
    assertThat(counts(tsdb)).hasSize(SERIES + 1);
    append(tsdb, 200, 210);
    assertThat(tsdb.head(10).series()).isEqualTo(SERIES + 1);
    assertThat(tsdb.head(3).seriesByMetricName().getFirst().value()).isEqualTo(SERIES);
    tsdb.close();
  }

  // ---- helpers

  private Tsdb open() {
    Tsdb tsdb = new Tsdb(config, context, disk);
    tsdb.start();
    return tsdb;
  }

  private static void append(Tsdb tsdb, int from, int to) {
    try (Appender appender = tsdb.appender()) {
      long[] refs = new long[SERIES];
      double[] values = new double[SERIES];
      byte[] outcomes = new byte[SERIES];
      for (int step = from; step < to; step++) {
        for (int i = 0; i < SERIES; i++) {
          refs[i] = appender.ref(Labels.of("__name__", "m", "i", "" + i));
          values[i] = step * i;
        }
        assertThat(appender.appendAt(T0 + 15_000L * step, refs, values, SERIES, outcomes)).isZero();
        appender.commit();
      }
    }
  }

  private static Map<String, Integer> counts(Tsdb tsdb) {
    Map<String, Integer> counts = new TreeMap<>();
    try (Querier querier = tsdb.querier(0, Long.MAX_VALUE);
        SeriesSet set = querier.select(SelectHints.samples(0, Long.MAX_VALUE), List.of())) {
      for (Series series = set.next(); series != null; series = set.next()) {
        SampleCursor cursor = series.samples(null);
        SampleBatch batch = new SampleBatch(256);
        int count = 0;
        while (cursor.read(batch) > 0) {
          count += batch.size();
          batch.clear();
        }
        counts.put(series.labels().toString(), count);
      }
    }
    return counts;
  }

  private Path newest(String below) throws IOException {
    try (var files = Files.walk(Path.of(config.path()).resolve(below))) {
      return files
          .filter(
              file -> Files.isRegularFile(file) && file.getFileName().toString().matches("\\d{8}"))
          .max(java.util.Comparator.comparing(Path::getFileName))
          .orElseThrow();
    }
  }

  private static Path first(Path below, Predicate<Path> test) throws IOException {
    try (var files = Files.list(below)) {
      return files.filter(test).findFirst().orElseThrow();
    }
  }

  private List<String> files(String below) throws IOException {
    try (var files = Files.list(Path.of(config.path()).resolve(below))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, java.nio.file.StandardOpenOption.READ, java.nio.file.StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.flip();
      one.put(0, (byte) (one.get(0) ^ 4));
      channel.write(one, at);
    }
  }

  /** A disk of which some files can't grow. */
  private static final class FailingDisk implements Disk {
    volatile Predicate<Path> full = path -> false;
    volatile long total = 1L << 40;

    @Override
    public long totalBytes(Path folder) {
      return total;
    }

    @Override
    public Out create(Path file) throws IOException {
      if (full.test(file)) {
        throw new IOException("No space left on device");
      }
      return new FailingOut(Disk.super.create(file), file);
    }

    private final class FailingOut implements Out {
      private final Out out;
      private final Path file;

      FailingOut(Out out, Path file) {
        this.out = out;
        this.file = file;
      }

      @Override
      public void write(ByteBuffer buffer) throws IOException {
        if (full.test(file)) {
          buffer.limit(buffer.position() + buffer.remaining() / 2);
          out.write(buffer); // half of it still fits
          throw new IOException("No space left on device");
        }
        out.write(buffer);
      }

      @Override
      public void force() throws IOException {
        out.force();
      }

      @Override
      public void truncate(long size) throws IOException {
        out.truncate(size);
      }

      @Override
      public long position() throws IOException {
        return out.position();
      }

      @Override
      public void position(long newPosition) throws IOException {
        out.position(newPosition);
      }

      @Override
      public FileChannel channel() {
        return out.channel();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    }
  }
}
