package io.pharos.storage.tsdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.command.CommandFactory.Terminal;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExchangeTest {
  private static final long HOUR = 3_600_000;
  private static final long T0 = FakeContext.START / (2 * HOUR) * (2 * HOUR);
  private static final long STEP = 60_000;

  @TempDir Path folder;
  private FakeContext context;
  private String printed = "";
  private String complaints = "";

  @BeforeEach
  void makeContext() {
    context = new FakeContext(folder);
  }

  private int run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    TsdbCommand command =
        new TsdbCommand(
            context.clock(),
            context.memory(),
            new FakeContext(folder).metrics(),
            context.random(),
            context.http(),
            context.server());
    int code =
        command.run(
            List.of(words),
            new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                folder));
    printed = out.toString(UTF_8);
    complaints = err.toString(UTF_8);
    return code;
  }

  private Tsdb open(String path) {
    TsdbConfig config =
        TsdbConfig.in(folder.resolve(path).toString())
            .withRetention(Duration.ofDays(10_000), 0)
            .withBlockDuration(Duration.ofHours(2));
    Tsdb tsdb = new Tsdb(config, new FakeContext(folder), Disk.SYSTEM);
    tsdb.start();
    return tsdb;
  }

  /** Seven hours of floats and histograms; the newest two are left in the head. */
  private void fill(String path) {
    Tsdb tsdb = open(path);
    SplittableRandom random = new SplittableRandom(3);
    long[] counts = new long[2];
    for (long t = T0; t < T0 + 7 * HOUR; t += STEP) {
      Appender appender = tsdb.appender();
      for (int s = 0; s < 5; s++) {
        double value = s == 4 && t == T0 + HOUR ? StaleMarker.VALUE : random.nextInt(1000) / 8.0;
        append(appender, labels(s), t, value);
      }
      counts[0] += random.nextInt(3);
      counts[1] = t == T0 + 3 * HOUR ? 0 : counts[1] + random.nextInt(3);
      Histogram whole =
          Histogram.builder()
              .integer(true)
              .schema(1)
              .count((double) (counts[0] + counts[1]))
              .sum(counts[0] / 2.0)
              .zero(0.5, 0)
              .positive(new int[] {1, 2}, new double[] {counts[0], counts[1]})
              .build();
      long ref = appender.ref(Labels.of("__name__", "native", "zone", "a"));
      assertThat(appender.appendHistogram(ref, t, whole)).isEqualTo(AppendOutcome.OK);
      appender.commit();
      if ((t - T0) % HOUR == 0) {
        tsdb.maintain();
      }
    }
    tsdb.close();
  }

  private static void append(Appender appender, Labels labels, long t, double value) {
    long[] times = {t};
    double[] values = {value};
    assertThat(appender.appendSeries(appender.ref(labels), times, values, 1, new byte[1])).isZero();
  }

  private static Labels labels(int series) {
    return Labels.of("__name__", "m", "series", "s" + series, "é", "ü\"");
  }

  private String dump(String path) {
    assertThat(run("dump", path)).as(complaints).isZero();
    return printed;
  }

  private List<Path> blocks(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(path))) {
      return files.filter(f -> f.getFileName().toString().length() == 26).sorted().toList();
    }
  }

  @Test
  void whatIsExportedComesBackAndASecondImportAddsNothing() throws IOException {
    fill("a");
    String whole = dump("a");
    assertThat(whole.lines()).hasSize(7 * 60 * 6);
    assertThat(run("export", "out", "a")).as(complaints).isZero();
    assertThat(blocks("out")).hasSizeGreaterThan(2);

    assertThat(run("import", "out", "b")).as(complaints).isZero();
    assertThat(dump("b")).isEqualTo(whole);
    List<Path> once = blocks("b");
    assertThat(run("import", "out", "b")).isZero();
    assertThat(printed.lines()).allMatch(line -> line.endsWith("imported before, left out"));
    assertThat(blocks("b")).isEqualTo(once);
  }

  @Test
  void aRangeAndASelectorLimitWhatIsExported() throws IOException {
    fill("a");
    String from = "--min-time=" + (T0 + HOUR);
    String to = "--max-time=" + (T0 + 3 * HOUR);
    assertThat(run("export", "out", "a", from, to, "--match", "m{series=~'s[12]'}")).isZero();
    assertThat(run("import", "out", "b")).isZero();
    String got = dump("b");
    assertThat(run("dump", from, to, "--match=m{series=~\"s[12]\"}", "a")).isZero();
    assertThat(got).isEqualTo(printed);
    assertThat(got.lines()).hasSize(2 * 121);
  }

  @Test
  void aDamagedBlockIsNamedAndTheOthersAreImported() throws IOException {
    fill("a");
    run("export", "out", "a");
    List<Path> blocks = blocks("out");
    flip(blocks.get(0).resolve("chunks/000001"), 200);
    flip(blocks.get(1).resolve("index"), 40);
    Files.writeString(blocks.get(2).resolve("meta.json"), "{\"ulid\": ");

    assertThat(run("import", "out", "b")).isEqualTo(1);
    assertThat(complaints.lines()).hasSize(3);
    assertThat(complaints)
        .contains("checksum mismatch in a chunk")
        .contains("checksum mismatch in the symbols")
        .contains("meta.json is damaged");
    assertThat(blocks("b")).hasSize(blocks.size() - 3);
    try (Stream<Path> rest = Files.list(folder.resolve("b"))) {
      assertThat(rest.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("tmp"));
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 4);
    }
  }

  @Test
  void anImportKeepsWhatTheHeadHolds() {
    fill("a");
    run("export", "out", "a", "--max-time=" + (T0 + 2 * HOUR - 1));
    Tsdb other = open("b");
    Appender appender = other.appender();
    // older than what is imported
    append(appender, Labels.of("__name__", "old"), T0 - HOUR, 1);
    appender.commit();
    other.close();
    assertThat(run("import", "out", "b")).as(complaints).isZero();
    Tsdb again = open("b");
    again.close();
    assertThat(dump("b")).contains("{__name__=\"old\"} 1 " + (T0 - HOUR)).contains("native");
  }

  @Test
  void dataOfPrometheusIsRefusedAsADataFolderAndLeftAsItIs() throws IOException {
    fill("a");
    run("export", "out", "a", "--max-time=" + (T0 + HOUR));
    List<Path> blocks = blocks("out");
    assertThatThrownBy(() -> open("out"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds data of Prometheus")
        .hasMessageContaining("pharos tsdb import");
    assertThat(run("import", "out", "out")).isEqualTo(1);
    assertThat(complaints).contains("holds data of Prometheus").hasLineCount(1);
    assertThat(blocks("out")).isEqualTo(blocks);

    // a log alone: one whole record of a page
    byte[] record = {1, 0, 1, 0, 0, 0, 0, 6};
    CRC32C crc = new CRC32C();
    crc.update(record, 7, 1);
    ByteBuffer.wrap(record).putInt(3, (int) crc.getValue());
    Path log = Files.createDirectories(folder.resolve("log/wal"));
    Files.write(log.resolve("00000000"), record);
    assertThatThrownBy(() -> open("log")).hasMessageContaining("holds data of Prometheus");
  }

  @Test
  void aFolderWithBlocksIsNoPlaceToExportTo() {
    fill("a");
    run("export", "out", "a");
    assertThat(run("export", "out", "a")).isEqualTo(1);
    assertThat(complaints).contains("holds blocks already");
  }

  @Test
  void anotherOwnerKeepsImportsOutAndLeavesTheBlocksReadable() throws IOException {
    fill("a");
    run("export", "out", "a");
    Tsdb owner = open("a");
    assertThat(run("import", "out", "a")).isEqualTo(1);
    assertThat(complaints).contains("in use by another process");
    assertThat(run("list", "a")).isZero();
    assertThat(printed.lines()).hasSize(1 + blocks("a").size());
    assertThat(run("dump", "a")).isZero();
    assertThat(complaints).contains("a server has the folder");
    assertThat(printed.lines().count()).isBetween(1000L, 7 * 60 * 6 - 1L);
    owner.close();
  }

  @Test
  void blocksAreMadeOfAnOpenMetricsText() throws IOException {
    StringBuilder text = new StringBuilder("# TYPE m counter\n");
    // each series as a whole, one after the other, over five days
    for (int s = 0; s < 3; s++) {
      for (int i = 0; i < 1000; i++) {
        text.append("m_total{s=\"").append(s).append("\"} ").append(i * s).append(' ');
        text.append(1_600_000_000 + 432 * i).append(".5\n");
      }
    }
    Path file = Files.writeString(folder.resolve("m.om"), text.append("# EOF\n"));
    assertThat(run("create-blocks-from", "openmetrics", "--label=x=y", file.toString(), "new/data"))
        .as(complaints)
        .isZero();
    assertThat(printed)
        .startsWith("BLOCK ULID                  MIN TIME       MAX TIME       DURA");
    assertThat(run("dump-openmetrics", "new/data")).isZero();
    assertThat(printed.lines()).hasSize(3001);
    assertThat(printed)
        .contains("m_total{s=\"2\", x=\"y\"} 1998 1600431568.500\n")
        .endsWith("# EOF\n");
    assertThat(run("dump", "--format=seriesjson", "new/data")).isZero();
    assertThat(printed.lines())
        .hasSize(3)
        .contains("{\"__name__\":\"m_total\",\"s\":\"1\",\"x\":\"y\"}");
    assertThat(run("analyze", "new/data")).isZero();
    assertThat(printed).contains("Total Series: 3\n").contains("3 x=y\n").contains("1 s=2\n");
  }

  @Test
  void whatIsWrongIsOneLine() throws IOException {
    Path noTimes = Files.writeString(folder.resolve("a.om"), "a 1\n# EOF\n");
    Path noEnd = Files.writeString(folder.resolve("b.om"), "a 1 1\n");
    assertThat(run("create-blocks-from", "openmetrics", noTimes.toString(), "new")).isEqualTo(1);
    assertThat(complaints).contains("expected timestamp for series got none").hasLineCount(1);
    assertThat(run("create-blocks-from", "openmetrics", noEnd.toString(), "new")).isEqualTo(1);
    assertThat(complaints).contains("does not end with # EOF").hasLineCount(1);
    assertThat(run("list", "--foo")).isEqualTo(1);
    assertThat(complaints).contains("unknown long flag '--foo', try --help").hasLineCount(1);
    assertThat(run("dump", "--match={a=1}", "new")).isEqualTo(1);
    assertThat(complaints).contains("expected a quoted value").hasLineCount(1);
    assertThat(run("list", "nowhere")).isEqualTo(1);
    assertThat(complaints).contains("no such file or directory").hasLineCount(1);
    assertThat(run("analyze", "new", "X")).isEqualTo(1);
    assertThat(complaints).contains("block X not found").hasLineCount(1);
  }
}
