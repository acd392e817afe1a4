package io.pharos.ingest.push.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.ingest.push.text.BodyException;
import io.pharos.model.sample.MetricType;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProtoFamiliesTest {
  /** Family {@code y}, a gauge of 4. */
  private static final byte[] GAUGE = bytes("EgoBeRgBIgsSCQkAAAAAAAAQQA==");

  /** Family {@code n}, a histogram of 10 observations with a native part, label a="1". */
  private static final byte[] NATIVE =
      bytes(
          "TQoBbhIGbmF0aXZlGAQiPgoGCgFhEgExOjQIChEAAAAAAIA0QCgCMfyp8dJNYlA/OAJKBAgCEAJQBFABYgQIABAC"
              + "YgQIBBABaAJoAmgA");

  @Test
  void readsAGauge() throws BodyException {
    assertThat(ProtoFamilies.parse(GAUGE))
        .containsExactly(
            new Family(
                "y", MetricType.GAUGE, "", List.of(new Metric.Single(new TreeMap<>(), 4, false))));
  }

  @Test
  void keepsTheClassicPartOfAHistogram() throws BodyException {
    assertThat(ProtoFamilies.parse(NATIVE))
        .containsExactly(
            new Family(
                "n",
                MetricType.HISTOGRAM,
                "native",
                List.of(
                    new Metric.Buckets(
                        new TreeMap<>(Map.of("a", "1")), 10, 20.5, List.of(), false))));
  }

  @Test
  void saysThatABodyEndsTooEarly() {
    byte[] half = Arrays.copyOf(GAUGE, GAUGE.length / 2);
    assertThatThrownBy(() -> ProtoFamilies.parse(half))
        .isInstanceOf(BodyException.class)
        .hasMessage("unexpected EOF");
  }

  @Test
  void answersEveryBodyWithFamiliesOrAReason() {
    SplittableRandom random = new SplittableRandom(13);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = NATIVE.clone();
      for (int change = random.nextInt(4); change > 0; change--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(ProtoFamilies.parse(body)).hasSizeLessThan(2);
      } catch (BodyException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1000, 19_000);
  }

  @Test
  void knowsItsContentType() {
    assertThat(
            ProtoFamilies.isTypeOf(
                "APPLICATION/vnd.google.protobuf; encoding=\"delimited\";"
                    + " proto=io.prometheus.client.MetricFamily"))
        .isTrue();
    assertThat(ProtoFamilies.isTypeOf("application/x-protobuf")).isFalse();
    assertThat(ProtoFamilies.isTypeOf("text/plain")).isFalse();
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
