package io.pharos.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteRequestTest {
  private static final long NOON = 1_772_798_400_000L;

  @Test
  void carriesEachSeriesWithSortedLabelsAndOneSample() {
    Target target = new Target(new FleetSize(1, 300, 3, 0.1, 60), 0);
    List<String> series = read(unpack(new WriteRequest(target).body(NOON)));
    assertThat(series).hasSize(300);
    String first = series.getFirst();
    assertThat(first).startsWith("__name__=container_cpu_usage_seconds_total,");
    assertThat(first).contains(",instance=host-0,job=fleet,", "@" + NOON);
    for (int i = 0; i < series.size(); i++) {
      assertThat(series.get(i)).endsWith(" " + target.value(i, NOON) + " @" + NOON);
      List<String> names = new ArrayList<>();
      for (String pair : series.get(i).substring(0, series.get(i).indexOf(' ')).split(",", -1)) {
        names.add(pair.substring(0, pair.indexOf('=')));
      }
      assertThat(names).isSorted().doesNotHaveDuplicates();
    }
  }

  private static byte[] unpack(byte[] packed) {
    SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
    byte[] out = new byte[snappy.getUncompressedLength(packed, 0)];
    snappy.decompress(packed, 0, packed.length, out, 0, out.length);
    return out;
  }

  /** Series as {@code name=value,... value @time}. */
  private static List<String> read(byte[] message) {
    List<String> all = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      assertThat(varint(in)).isEqualTo(0x0A);
      ByteBuffer series = part(in);
      StringBuilder out = new StringBuilder();
      while (series.hasRemaining()) {
        if (varint(series) == 0x0A) {
          ByteBuffer label = part(series);
          out.append(out.isEmpty() ? "" : ",").append(text(label)).append('=').append(text(label));
        } else {
          ByteBuffer sample = part(series);
          assertThat(varint(sample)).isEqualTo(0x09);
          out.append(' ').append(sample.getDouble());
          assertThat(varint(sample)).isEqualTo(0x10);
          out.append(" @").append(varint(sample));
        }
      }
      all.add(out.toString());
    }
    return all;
  }

  private static String text(ByteBuffer in) {
    varint(in);
    ByteBuffer part = part(in);
    return StandardCharsets.UTF_8.decode(part).toString();
  }

  private static ByteBuffer part(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
