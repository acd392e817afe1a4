package io.pharos.ingest.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Metadata;
import io.pharos.model.sample.MetricType;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of remote write 2.0. */
class SymbolRequestTest {
  private static final long NOW = FakeContext.START;
  private static final Labels A = Labels.of("__name__", "m", "a", "1");
  private static final Labels B = Labels.of("__name__", "m", "a", "2");
  private static final String TYPE = "application/x-protobuf;proto=" + RemoteWriteConfig.V2;

  @TempDir private static Path folder = Path.of("");

  private final FakeContext context = new FakeContext(folder);
  private final MapStorage storage = new MapStorage();
  private final Receiver receiver =
      new Receiver(context, new FixedServiceRef<>(storage), RemoteWriteConfig.BOTH);
  private final List<String> symbols = new ArrayList<>(List.of(""));

  @AfterEach
  void endTime() {
    context.close();
  }

  @Test
  void keepsSamplesAndSaysHowMany() throws Exception {
    Exchange answer =
        post(
            series("__name__", "m", "a", "1").message(2, sample(1, NOW)),
            series("__name__", "m", "a", "2").message(2, sample(2, NOW)));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(storage.samples.get(A)).containsExactly(Map.entry(NOW, 1.0));
    assertThat(storage.samples.get(B)).containsExactly(Map.entry(NOW, 2.0));
    assertThat(storage.columns).isEqualTo(1);
    assertThat(written(answer)).isEqualTo("2 0 0");
  }

  @Test
  void keepsHistogramsExemplarsMetadataAndStarts() throws Exception {
    Proto histogram =
        new Proto()
            .varint(1, 4)
            .number(3, 5)
            .message(11, new Proto().varint(1, 0).varint(2, 3))
            .message(12, new byte[] {2, 2, 1})
            .varint(15, NOW);
    Proto exemplar = new Proto().message(1, refs("trace_id", "x")).number(2, 0.5).varint(3, NOW);
    Proto metadata = new Proto().varint(1, 1).varint(3, symbol("Help.")).varint(4, symbol("bytes"));
    Exchange answer =
        post(
            series("__name__", "m", "a", "1").message(3, histogram),
            series("__name__", "m", "a", "2")
                .message(2, sample(1, NOW).varint(3, NOW - 60_000))
                .message(4, exemplar)
                .message(5, metadata));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(written(answer)).isEqualTo("1 1 1");
    assertThat(storage.histograms.get(A)).hasSize(1);
    assertThat(storage.exemplars.get(B))
        .containsExactly(new Exemplar(Labels.of("trace_id", "x"), 0.5, NOW));
    assertThat(storage.metadata)
        .containsEntry(B, new Metadata(MetricType.COUNTER, "Help.", "bytes"));
    assertThat(storage.starts).containsEntry(B, NOW - 60_000);
  }

  @Test
  void keepsTheGoodPartAndNamesTheRest() throws Exception {
    post(series("__name__", "m", "a", "1").message(2, sample(1, NOW)));
    Exchange answer =
        post(
            series("__name__", "m", "a", "1").message(2, sample(1, NOW - 5)),
            series("a", "no name").message(2, sample(1, NOW)),
            series("__name__", "m", "a", "x", "a", "y").message(2, sample(1, NOW)),
            new Proto().message(1, new byte[] {1, 99}).message(2, sample(1, NOW)),
            series("__name__", "m", "a", "2"),
            series("__name__", "m", "a", "2").message(2, sample(3, NOW)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .contains("out of order sample for series {__name__=\"m\", a=\"1\"}")
        .contains("invalid metric name or labels, got {a=\"no name\"}")
        .contains("duplicated label a")
        .contains("outside of symbols table")
        .contains("TimeSeries must contain at least one sample or histogram");
    assertThat(written(answer)).isEqualTo("1 0 0");
    assertThat(storage.samples.get(B)).containsExactly(Map.entry(NOW, 3.0));
  }

  @Test
  void resolvesASeriesThatHasLeft() throws Exception {
    post(series("__name__", "m", "a", "1").message(2, sample(1, NOW)));
    storage.series.clear();
    Exchange answer = post(series("__name__", "m", "a", "1").message(2, sample(2, NOW + 1)));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(written(answer)).isEqualTo("1 0 0");
    assertThat(storage.refCalls).isEqualTo(2);
  }

  @Test
  void isRefusedWhereOnlyVersionOneIsAccepted() throws Exception {
    Receiver old =
        new Receiver(context, new FixedServiceRef<>(storage), List.of(RemoteWriteConfig.V1));
    Exchange answer = post(old, Proto.snappy(new byte[0]));
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text())
        .isEqualTo(
            "io.prometheus.write.v2.Request protobuf message is not accepted by this server; only"
                + " accepts prometheus.WriteRequest\n");
  }

  @Test
  void neverFailsOtherwiseOnMutatedBodies() throws Exception {
    byte[] good =
        request(
                series("__name__", "m", "a", "1")
                    .message(2, sample(1, NOW))
                    .message(2, sample(2, NOW + 1)),
                series("__name__", "m", "a", "2")
                    .message(2, sample(1, NOW))
                    .message(4, new Proto().message(1, refs("t", "x")).number(2, 1)),
                series("__name__", "m", "a", "3").message(3, new Proto().varint(1, 1)))
            .bytes();
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 5000; round++) {
      byte[] body = good.clone();
      for (int edit = 0; edit <= random.nextInt(3); edit++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      assertThat(post(receiver, Proto.snappy(body)).status()).isIn(204, 400);
    }
  }

  private static String written(Exchange answer) {
    return answer.header("X-Prometheus-Remote-Write-Samples-Written")
        + " "
        + answer.header("X-Prometheus-Remote-Write-Histograms-Written")
        + " "
        + answer.header("X-Prometheus-Remote-Write-Exemplars-Written");
  }

  private static Proto sample(double value, long time) {
    return new Proto().number(1, value).varint(2, time);
  }

  private Proto series(String... labels) {
    return new Proto().message(1, refs(labels));
  }

  private byte[] refs(String... texts) {
    byte[] refs = new byte[texts.length];
    for (int i = 0; i < texts.length; i++) {
      refs[i] = (byte) symbol(texts[i]);
    }
    return refs;
  }

  private int symbol(String text) {
    if (!symbols.contains(text)) {
      symbols.add(text);
    }
    return symbols.indexOf(text);
  }

  private Proto request(Proto... series) {
    Proto request = new Proto();
    symbols.forEach(symbol -> request.text(4, symbol));
    for (Proto one : series) {
      request.message(5, one);
    }
    return request;
  }

  private Exchange post(Proto... series) throws Exception {
    return post(receiver, Proto.snappy(request(series).bytes()));
  }

  private static Exchange post(Receiver receiver, byte[] body) throws Exception {
    Exchange exchange =
        new Exchange(Map.of("Content-Type", TYPE, "Content-Encoding", "snappy"), body);
    receiver.handle(exchange.request(), exchange.response());
    return exchange;
  }
}
