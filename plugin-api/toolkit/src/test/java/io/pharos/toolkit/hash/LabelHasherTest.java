package io.pharos.toolkit.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LabelHasherTest {
  private final LabelHasher hasher = new LabelHasher();

  @Test
  void hashesTheFormOfTheLabels() {
    Labels labels =
        Labels.of("__name__", "up", "job", "näme", "emoji", "a\uD83D\uDE00b", "cjk", "日本");
    long[] hash = new long[2];
    hasher.hash(labels, hash);

    byte[] form = form(labels);
    assertThat(Arrays.copyOf(hasher.form(), hasher.length())).isEqualTo(form);
    long[] expected = new long[2];
    Hash128.of(form, 0, form.length, expected);
    assertThat(hash).isEqualTo(expected);
  }

  @Test
  void encodesEveryTextAsTheJdkDoes() {
    SplittableRandom random = new SplittableRandom(7);
    int[] limits = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(1, 300);
      int limit = limits[random.nextInt(limits.length)];
      for (int i = 0; i < length; i++) {
        // lone surrogates come by here too
        text.appendCodePoint(random.nextInt(1, limit + 1));
      }
      Labels labels = Labels.of("a", text.toString(), "b", "x");
      hasher.hash(labels, new long[2]);
      assertThat(Arrays.copyOf(hasher.form(), hasher.length())).isEqualTo(form(labels));
    }
  }

  @Test
  void tellsLabelsApartThatJoinToTheSameText() {
    assertThat(hash(Labels.of("a", "bc"))).isNotEqualTo(hash(Labels.of("ab", "c")));
    assertThat(hash(Labels.of("a", "b", "c", "d"))).isNotEqualTo(hash(Labels.of("a", "bcd")));
  }

  @Test
  void isTheSameInEveryVersion() {
    // XXH3-128 of no bytes with seed 0, as published: 99aa06d3014798d86001c324468d497f
    assertThat(hash(Labels.empty())).containsExactly(0x6001c324468d497fL, 0x99aa06d3014798d8L);
  }

  private long[] hash(Labels labels) {
    long[] hash = new long[2];
    hasher.hash(labels, hash);
    return hash;
  }

  private static byte[] form(Labels labels) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      form.writeBytes(labels.name(i).getBytes(UTF_8));
      form.write(0xFF);
      form.writeBytes(labels.value(i).getBytes(UTF_8));
      form.write(0xFF);
    }
    return form.toByteArray();
  }
}
