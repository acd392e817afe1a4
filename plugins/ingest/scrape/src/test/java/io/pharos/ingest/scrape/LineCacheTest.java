package io.pharos.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.relabel.Relabelling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies whose lines come, go, move and repeat: known lines give the same as ones that are read
 * anew.
 */
class LineCacheTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void predictedLinesGiveTheSameAsNewOnes() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    try (FakeContext context = new FakeContext(folder)) {
      for (int round = 0; round < 60; round++) {
        compare(context, random);
      }
    }
  }

  private static void compare(FakeContext context, SplittableRandom random) throws Exception {
    String[] body = {""};
    PlayedClient client = new PlayedClient(request -> PlayedClient.Answer.text(body[0]));
    Job job = Job.of(Jobs.job("j", Map.of(), List.of(), List.of()), Jobs.global(), false);
    RecordingStorage storage = new RecordingStorage();
    TargetSeries series = series(context, job);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(line(random));
    }
    Map<String, Double> before = new HashMap<>();
    for (int scrape = 1; scrape <= 12; scrape++) {
      change(lines, random);
      Map<String, Double> values = new HashMap<>();
      StringBuilder text = new StringBuilder();
      for (String line : lines) {
        if (line.startsWith("#")) {
          text.append(line).append('\n');
          continue;
        }
        double value = random.nextInt(1000) / 8.0;
        values.putIfAbsent(line, value);
        text.append(line).append(' ').append(value).append('\n');
      }
      body[0] = text.toString();
      long time = FakeContext.START + 1000L * scrape;
      Buffers buffers = new Buffers();
      byte[] bytes = body[0].getBytes(StandardCharsets.UTF_8);
      buffers.reserveBody(bytes.length);
      System.arraycopy(bytes, 0, buffers.body, 0, bytes.length);
      buffers.bodyLength = bytes.length;
      series.begin(storage);
      try (var appender = storage.appender()) {
        series.read(buffers.text, false, buffers, appender);
        series.append(buffers.text, buffers, appender, time, time);
        series.endVanished(buffers, appender, time);
        appender.commit();
      }
      series.complete();
      check(storage, values, before, time);
      before = values;
    }
    assertThat(client.requests()).isEmpty();
  }

  private static void check(
      RecordingStorage storage, Map<String, Double> values, Map<String, Double> before, long time) {
    storage
        .all()
        .forEach(
            (labels, samples) -> {
              String line = labels.metricName() + "{x=\"" + labels.valueOf("x") + "\"}";
              Double expected = values.get(line);
              Double found = samples.get(time);
              if (expected != null) {
                assertThat(found).as(line).isEqualTo(expected);
              } else if (before.containsKey(line)) {
                assertThat(found).as("%s ends", line).isNaN();
              } else {
                assertThat(found).as("%s is over", line).isNull();
              }
            });
    assertThat(storage.all()).hasSizeGreaterThanOrEqualTo(values.size());
  }

  private static void change(List<String> lines, SplittableRandom random) {
    for (int edit = random.nextInt(4); edit > 0; edit--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.add(at, line(random));
        case 1 -> lines.remove(at);
        case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
        default -> lines.add(lines.get(at));
      }
    }
  }

  private static String line(SplittableRandom random) {
    return random.nextInt(6) == 0
        ? "# TYPE m" + random.nextInt(4) + " gauge"
        : "m" + random.nextInt(4) + "{x=\"" + random.nextInt(60) + "\"}";
  }

  private static TargetSeries series(FakeContext context, Job job) {
    return new TargetSeries(
        job,
        new SampleLabels(job, io.pharos.model.label.Labels.empty(), Relabelling.NONE),
        new ScrapeMetrics(context.metrics()),
        false,
        new LineCache(),
        new MetadataCache());
  }
}
