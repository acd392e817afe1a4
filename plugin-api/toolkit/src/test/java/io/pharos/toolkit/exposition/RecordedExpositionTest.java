package io.pharos.toolkit.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.toolkit.exposition.ExpositionParser.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bodies that were played to the original, with what it made of them. */
class RecordedExpositionTest {
  private static final char PAIR = '\u001f';
  private static final char IS = '\u001e';
  private static final char VALUE = '\u001d';
  private static final char NEWLINE = '\u001c';

  @TestFactory
  List<DynamicTest> readsLikeTheOriginal() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Recorded recorded : recorded()) {
      tests.add(DynamicTest.dynamicTest(recorded.name, () -> check(recorded)));
    }
    return tests;
  }

  private static void check(Recorded recorded) {
    Outcome outcome = parse(recorded.parser(), recorded.body());
    if (recorded.error != null) {
      assertThat(outcome.error).isEqualTo(recorded.error);
    }
    if (!recorded.series.isEmpty()) {
      assertThat(outcome.series).isEqualTo(recorded.series);
    }
    if (recorded.samples >= 0) {
      assertThat(outcome.samples).isEqualTo(recorded.samples);
    }
  }

  @Test
  void neverFailsOtherwiseThanWithItsOwnError() throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    List<Recorded> all = recorded();
    for (int round = 0; round < 20_000; round++) {
      Recorded recorded = all.get(random.nextInt(all.size()));
      if (recorded.body().length > 5000) {
        continue;
      }
      byte[] body = mutate(recorded.body(), random);
      parse(recorded.parser(), body);
    }
  }

  @Test
  void skippingAKnownBeginningGivesTheSame() throws Exception {
    for (Recorded recorded : recorded()) {
      byte[] spare = Arrays.copyOf(recorded.body(), recorded.body().length + 1);
      ExpositionParser full = recorded.parser();
      full.wrap(spare, recorded.body().length);
      ExpositionParser skipping = recorded.parser();
      skipping.wrap(
          Arrays.copyOf(recorded.body(), recorded.body().length + 1), recorded.body().length);
      try {
        for (Entry entry = full.next(); entry != Entry.END; entry = full.next()) {
          if (entry != Entry.SERIES) {
            continue;
          }
          if (!skipping.quickValue(full.start(), full.valueAt())) {
            skipping.resume(full.start(), full.valueAt());
          }
          assertThat(Double.doubleToRawLongBits(skipping.value()))
              .isEqualTo(Double.doubleToRawLongBits(full.value()));
          assertThat(skipping.hasTimestamp()).isEqualTo(full.hasTimestamp());
          assertThat(skipping.position()).isEqualTo(full.position());
          assertThat(skipping.hasExemplar()).isEqualTo(full.hasExemplar());
        }
      } catch (ExpositionException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static byte[] mutate(byte[] body, SplittableRandom random) {
    byte[] out = body.clone();
    int edits = 1 + random.nextInt(3);
    for (int i = 0; i < edits && out.length > 1; i++) {
      int at = random.nextInt(out.length);
      switch (random.nextInt(4)) {
        case 0 -> out[at] = (byte) random.nextInt(256);
        case 1 -> out = Arrays.copyOf(out, at + 1);
        case 2 -> {
          byte[] longer = Arrays.copyOf(out, out.length + 1);
          System.arraycopy(out, at, longer, at + 1, out.length - at);
          longer[at] = (byte) "{}\"\\\n #=,e".charAt(random.nextInt(10));
          out = longer;
        }
        default -> {
          byte[] shorter = new byte[out.length - 1];
          System.arraycopy(out, 0, shorter, 0, at);
          System.arraycopy(out, at + 1, shorter, at, shorter.length - at);
          out = shorter;
        }
      }
    }
    return out;
  }

  private static Outcome parse(ExpositionParser parser, byte[] body) {
    Outcome outcome = new Outcome();
    parser.wrap(Arrays.copyOf(body, body.length + 1), body.length);
    ParsedLabels labels = new ParsedLabels();
    try {
      for (Entry entry = parser.next(); entry != Entry.END; entry = parser.next()) {
        if (entry == Entry.SERIES) {
          outcome.samples++;
          parser.labels(labels);
          outcome.series.add(series(labels));
        } else {
          assertThat(parser.family()).isNotNull();
          if (entry != Entry.TYPE) {
            assertThat(parser.text()).isNotNull();
          }
        }
      }
    } catch (ExpositionException e) {
      outcome.error = e.getMessage();
    }
    return outcome;
  }

  private static String series(ParsedLabels labels) {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      if (labels.value(i).isEmpty()) {
        sorted.remove(labels.name(i));
      } else {
        sorted.put(labels.name(i), labels.value(i));
      }
    }
    StringBuilder text = new StringBuilder();
    sorted.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : PAIR).append(name).append(IS).append(value));
    return text.toString();
  }

  private static List<Recorded> recorded() throws IOException {
    InputStream in =
        Objects.requireNonNull(RecordedExpositionTest.class.getResourceAsStream("recorded.tsv"));
    List<Recorded> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.add(Recorded.of(line.split("\t", -1)));
      }
    }
    return all;
  }

  private static final class Outcome {
    private int samples;
    private String error = "";
    private final TreeSet<String> series = new TreeSet<>();
  }

  private record Recorded(
      String name,
      boolean text,
      String base64,
      @Nullable String error,
      int samples,
      TreeSet<String> series) {
    static Recorded of(String[] row) {
      TreeSet<String> series = new TreeSet<>();
      String stated = decode(row[5]);
      for (String line : stated.isEmpty() ? new String[0] : stated.split("\n")) {
        series.add(line.substring(0, line.indexOf(VALUE)).replace(NEWLINE, '\n'));
      }
      return new Recorded(
          row[0],
          row[1].equals("text"),
          row[2],
          row[3].equals("-") ? null : decode(row[3]),
          Integer.parseInt(row[4]),
          series);
    }

    byte[] body() {
      return Base64.getDecoder().decode(base64);
    }

    ExpositionParser parser() {
      return text ? new TextParser() : new OpenMetricsParser();
    }

    private static String decode(String base64) {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
  }
}
