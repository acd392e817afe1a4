package io.pharos.acceptance.process;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random series of half an hour, one sample each 15 s: counters with resets, gauges, histograms,
 * series with gaps, ends and odd values. Counters start, and start anew, far above what they grow
 * by, so that extrapolation never comes near zero. Values have few binary digits, so that their
 * sums are exact in whatever order. Immutable.
 */
final class RandomSeries {
  static final int SAMPLES = 120;
  static final long INTERVAL = 15;

  /** The bits of a stale marker. */
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static final class Series {
    final List<String> labels;
    final double[] values;

    Series(List<String> labels, double[] values) {
      this.labels = labels;
      this.values = values;
    }
  }

  /** The bits that say that there is no sample. */
  private static final double MISSING = Double.longBitsToDouble(0x7ff8000000000123L);

  private final long start;
  private final List<Series> all = new ArrayList<>();

  /** With the epoch seconds of the first moment, a multiple of 60. */
  RandomSeries(SplittableRandom random, long start) {
    this.start = start;
    for (String job : List.of("a", "b", "c")) {
      for (String instance : List.of("i0", "i1", "i2")) {
        List<String> target = List.of("instance", instance, "job", job);
        for (String code : List.of("200", "404", "500")) {
          add(random, counter(random), "requests_total", join(List.of("code", code), target));
        }
        String zone = "z" + random.nextInt(2);
        add(random, gauge(random), "gauge", join(target, List.of("zone", zone)));
        add(random, level(random), "level", target);
        add(random, constant(1), "build_info", join(target, List.of("version", "v" + zone)));
        add(random, odd(random), "odd", target);
        histogram(random, target);
      }
    }
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  /** Adds a series; some have gaps, some come late or end early with a stale marker. */
  private void add(SplittableRandom random, double[] values, String name, List<String> labels) {
    int from = random.nextInt(6) == 0 ? random.nextInt(SAMPLES) : 0;
    int to = random.nextInt(6) == 0 ? random.nextInt(SAMPLES) : SAMPLES;
    boolean gaps = random.nextInt(4) == 0;
    double[] kept = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      boolean there = i >= from && i < to && !(gaps && random.nextInt(3) == 0);
      kept[i] = there ? values[i] : i == to ? STALE : MISSING;
    }
    all.add(new Series(join(List.of("__name__", name), labels), kept));
  }

  private static double[] constant(double value) {
    double[] values = new double[SAMPLES];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] counter(SplittableRandom random) {
    double[] values = new double[SAMPLES];
    int most = 1 + random.nextInt(64);
    double value = 50_000 + random.nextInt(50_000);
    for (int i = 0; i < SAMPLES; i++) {
      value = random.nextInt(40) == 0 ? 20_000 + random.nextInt(1000) : value;
      value += random.nextInt(most);
      values[i] = value;
    }
    return values;
  }

  private static double[] gauge(SplittableRandom random) {
    double[] values = new double[SAMPLES];
    double middle = random.nextInt(400) - 100;
    for (int i = 0; i < SAMPLES; i++) {
      values[i] = middle + random.nextInt(1 << 12) / 64.0;
    }
    return values;
  }

  /** Values so fine that no two series have the same. */
  private static double[] level(SplittableRandom random) {
    double[] values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] = random.nextInt(1 << 30) / 1048576.0;
    }
    return values;
  }

  private static double[] odd(SplittableRandom random) {
    double[] values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] =
          switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> 0;
            case 4 -> -0.0;
            default -> random.nextInt(9) - 4;
          };
    }
    return values;
  }

  private void histogram(SplittableRandom random, List<String> target) {
    List<String> bounds = List.of("0.1", "0.5", "2.5", "10", "+Inf");
    double[][] buckets = new double[bounds.size()][SAMPLES];
    double[] grown = new double[bounds.size()];
    for (int i = 0; i < SAMPLES; i++) {
      double below = 0;
      for (int b = 0; b < grown.length; b++) {
        grown[b] += random.nextInt(8);
        below += grown[b];
        buckets[b][i] = 50_000 + below;
      }
    }
    for (int b = 0; b < grown.length; b++) {
      List<String> labels = join(target, List.of("le", bounds.get(b)));
      all.add(new Series(join(List.of("__name__", "latency_bucket"), labels), buckets[b]));
    }
  }

  /** Sends all samples to a server, in the order of time. */
  void writeTo(Server server) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < SAMPLES; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(server.url("/api/v1/write")))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(snappy(body(i))))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
          throw new AssertionError("write: " + answer.statusCode() + " " + answer.body());
        }
      }
    }
  }

  private byte[] body(int sample) {
    long millis = (start + 3 + sample * INTERVAL) * 1000;
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    for (Series series : all) {
      double value = series.values[sample];
      if (Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(MISSING)) {
        continue;
      }
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (int i = 0; i < series.labels.size(); i += 2) {
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        field(label, 1, series.labels.get(i).getBytes(StandardCharsets.UTF_8));
        field(label, 2, series.labels.get(i + 1).getBytes(StandardCharsets.UTF_8));
        field(message, 1, label.toByteArray());
      }
      ByteArrayOutputStream point = new ByteArrayOutputStream();
      point.write((1 << 3) | 1);
      point.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
      point.write(2 << 3);
      varint(point, millis);
      field(message, 2, point.toByteArray());
      field(request, 1, message.toByteArray());
    }
    return request.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    out.write((number << 3) | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** The block format with literals alone. */
  private static byte[] snappy(byte[] raw) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    varint(block, raw.length);
    for (int at = 0; at < raw.length; at += 60) {
      int size = Math.min(60, raw.length - at);
      block.write((size - 1) << 2);
      block.write(raw, at, size);
    }
    return block.toByteArray();
  }
}
