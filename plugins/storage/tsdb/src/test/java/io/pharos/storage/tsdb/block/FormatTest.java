package io.pharos.storage.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.wal.Records;
import io.pharos.storage.tsdb.wal.Wal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes on disk: who changes them changes the fingerprint of the format and these numbers. */
final class FormatTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final String ULID = "01HF0000000000000000000000";

  @TempDir Path folder;

  @Test
  void theBytesOfABlockAreThose() throws IOException {
    Path block = folder.resolve(ULID);
    BlockMeta meta;
    try (BlockWriter writer = new BlockWriter(Disk.SYSTEM, block)) {
      for (int series = 0; series < 6; series++) {
        writer.startSeries(
            Labels.of("__name__", "m" + series, "job", "a", "zone", "é" + series % 2));
        writer.add(batch(series));
        writer.endSeries();
      }
      meta = writer.finish(ULID, T0, T0 + 7_200_000, 1, List.of(), List.of());
    }
    assertThat(meta.samples()).isEqualTo(5 * 300 + 40);
    assertThat(BlockMeta.parse(Files.readString(block.resolve("meta.json")))).isEqualTo(meta);
    List<String> checksums =
        List.of(
            checksum(Files.readAllBytes(block.resolve("chunks"))),
            checksum(Files.readAllBytes(block.resolve("series"))),
            checksum(Files.readAllBytes(block.resolve("meta.json"))));
    assertThat(checksums).containsExactly("2993:ebb8652c", "398:8c28b28a", "342:14fcebd");
  }

  private static SampleBatch batch(int series) {
    SampleBatch batch = new SampleBatch(512);
    if (series == 5) {
      for (int i = 0; i < 40; i++) {
        batch.add(
            T0 + 15_000L * i,
            Histogram.builder()
                .schema(2)
                .integer(true)
                .count(3 * i)
                .sum(i / 4.0)
                .zero(0.001, i)
                .positive(new int[] {0, 2}, new double[] {i, i})
                .build());
      }
      return batch;
    }
    for (int i = 0; i < 300; i++) {
      double value =
          switch (series) {
            case 0 -> 42;
            case 1 -> ((i * 7) % 100) / 100.0;
            case 2 -> i == 150 ? StaleMarker.VALUE : i * 1000.0;
            case 3 -> 1.0 / (i + 3);
            default -> (double) (i % 9 == 0 ? i * 3 : i / 9 * 27);
          };
      batch.add(T0 + 15_000L * i + (series == 4 ? i % 2 : 0), value);
    }
    return batch;
  }

  @Test
  void theBytesOfALogRecordAreThose() {
    Sink record = Wal.record(new Sink(64));
    long[] refs = {4_294_967_304L, 4_294_967_312L, 4_294_967_304L};
    Records records = new Records();
    records.samples(
        false, refs, new long[] {T0, T0, T0 + 1}, new double[] {1, -0.0, 2.5}, 3, record);
    records.histogram(refs[0], T0, Histogram.builder().schema(1).count(2).sum(3).build(), record);
    assertThat(checksum(record.toByteArray())).isEqualTo("90:af2d60ab");
  }

  private static String checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return bytes.length + ":" + Long.toHexString(crc.getValue());
  }
}
