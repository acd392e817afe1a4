package io.pharos.ingest.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.http.Route;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {
  private static final long NOW = FakeContext.START;
  private static final Labels A = Labels.of("__name__", "m", "a", "1");
  private static final Labels B = Labels.of("__name__", "m", "a", "2");

  @TempDir private static Path folder = Path.of("");

  private final FakeContext context = new FakeContext(folder);
  private final MapStorage storage = new MapStorage();
  private final Receiver receiver =
      new Receiver(context, new FixedServiceRef<>(storage), RemoteWriteConfig.BOTH);

  @AfterEach
  void endTime() {
    context.close();
  }

  @Test
  void keepsSamplesOfOneTimeAsOneColumn() throws Exception {
    Exchange answer =
        post(
            new Proto()
                .message(1, Proto.series("__name__", "m", "a", "1").sample(1, NOW))
                .message(1, Proto.series("__name__", "m", "a", "2").sample(2, NOW)));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(storage.samples).containsEntry(A, of(NOW, 1)).containsEntry(B, of(NOW, 2));
    assertThat(storage.columns).isEqualTo(1);
  }

  @Test
  void readsTheLabelsOfAKnownSeriesOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      post(
          new Proto()
              .message(1, Proto.series("__name__", "m", "a", "1").sample(i, NOW + i))
              .message(
                  1,
                  Proto.series("__name__", "m", "a", "2").sample(i, NOW + i).sample(i, NOW + 9)));
      storage.samples.remove(B);
    }
    assertThat(storage.refCalls).isEqualTo(2);
    assertThat(storage.samples.get(A)).hasSize(5);
  }

  @Test
  void resolvesAgainWhenTheStorageIsAnother() throws Exception {
    Proto request = new Proto().message(1, Proto.series("__name__", "m", "a", "1").sample(1, NOW));
    post(request);
    storage.series.clear();
    Exchange forgotten = post(request);
    assertThat(forgotten.status()).isEqualTo(204);
    storage.epoch = 2;
    post(request);

    assertThat(storage.refCalls).isEqualTo(3);
  }

  @Test
  void keepsNothingOfARequestWithALateSample() throws Exception {
    post(new Proto().message(1, Proto.series("__name__", "m", "a", "1").sample(1, NOW)));
    Exchange answer =
        post(
            new Proto()
                .message(1, Proto.series("__name__", "m", "a", "2").sample(1, NOW))
                .message(1, Proto.series("__name__", "m", "a", "1").sample(1, NOW - 5)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("out of order sample\n");
    assertThat(storage.samples).doesNotContainKey(B);
  }

  @Test
  void leavesOutSeriesWithInvalidLabels() throws Exception {
    Exchange answer =
        post(
            new Proto()
                .message(1, Proto.series("a", "no name").sample(1, NOW))
                .message(1, Proto.series("__name__", "m", "a", "1", "a", "2").sample(1, NOW))
                .message(
                    1,
                    new Proto()
                        .message(1, new Proto().text(1, "__name__").message(2, new byte[] {-1}))
                        .sample(1, NOW))
                .message(1, Proto.series("a", "1", "__name__", "m").sample(1, NOW)));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(storage.samples).containsOnlyKeys(A);
  }

  @Test
  void keepsStaleMarkersBitByBit() throws Exception {
    post(
        new Proto()
            .message(1, Proto.series("__name__", "m", "a", "1").sample(StaleMarker.VALUE, NOW)));

    Map<Long, Double> kept = storage.samples.getOrDefault(A, new TreeMap<>());
    assertThat(kept.values()).hasSize(1).allMatch(StaleMarker::is);
  }

  @Test
  void refusesSamplesFarAhead() throws Exception {
    Exchange answer =
        post(
            new Proto()
                .message(1, Proto.series("__name__", "m", "a", "1").sample(1, NOW + 700_000)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("out of bounds\n");
  }

  @Test
  void keepsHistogramsAndExemplars() throws Exception {
    Proto histogram =
        new Proto()
            .varint(1, 4)
            .number(3, 5)
            .varint(4, 0)
            .message(11, new Proto().varint(1, 0).varint(2, 3))
            .message(12, new byte[] {2, 2, 1})
            .varint(15, NOW);
    Proto exemplar =
        new Proto()
            .message(1, new Proto().text(1, "trace_id").text(2, "x"))
            .number(2, 0.5)
            .varint(3, NOW);
    Exchange answer =
        post(
            new Proto()
                .message(1, Proto.series("__name__", "m", "a", "1").message(4, histogram))
                .message(
                    1,
                    Proto.series("__name__", "m", "a", "2").sample(1, NOW).message(3, exemplar)));

    assertThat(answer.status()).isEqualTo(204);
    Histogram kept = storage.histograms.getOrDefault(A, List.of()).getFirst();
    assertThat(kept.positive()).containsExactly(1, 2, 1);
    assertThat(kept.count()).isEqualTo(4);
    assertThat(storage.exemplars.get(B))
        .containsExactly(new Exemplar(Labels.of("trace_id", "x"), 0.5, NOW));
  }

  @Test
  void refusesOtherKindsOfBodies() throws Exception {
    byte[] body = Proto.snappy(new byte[0]);
    assertThat(post(body, Map.of("Content-Type", "text/plain")).status()).isEqualTo(415);
    assertThat(post(body, Map.of("Content-Encoding", "gzip")).text())
        .isEqualTo(
            "gzip encoding (compression) is not accepted by this server; only snappy is acceptable\n");
    assertThat(
            post(body, Map.of("Content-Type", "application/x-protobuf;proto=nosuch.Message"))
                .text())
        .isEqualTo(
            "got application/x-protobuf;proto=nosuch.Message content type; unknown type for remote"
                + " write protobuf message nosuch.Message, supported: prometheus.WriteRequest,"
                + " io.prometheus.write.v2.Request\n");
    assertThat(post(body, Map.of()).status()).isEqualTo(204);
    assertThat(post("garbage".getBytes(StandardCharsets.UTF_8), Map.of()).status()).isEqualTo(400);
    assertThat(post(new byte[0], Map.of()).text()).isEqualTo("s2: corrupt input\n");
  }

  @Test
  void refusesBodiesThatAreTooLong() throws Exception {
    byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f};
    assertThat(post(bomb, Map.of()).status()).isEqualTo(400);
    assertThat(post(new byte[(32 << 20) + 1], Map.of()).status()).isEqualTo(413);
  }

  @Test
  void switchedOffItSaysHowToSwitchItOn() throws Exception {
    RemoteWritePart part =
        new RemoteWritePart(
            new RemoteWriteConfig(false, List.of()), context, new FixedServiceRef<>(storage));
    Route route = part.routes().getFirst();
    Exchange exchange = new Exchange(Map.of(), new byte[0]);
    route.handler().handle(exchange.request(), exchange.response());

    assertThat(exchange.status()).isEqualTo(404);
    assertThat(exchange.text())
        .isEqualTo(
            "remote write receiver needs to be enabled with --web.enable-remote-write-receiver\n");
  }

  @Test
  void neverFailsOtherwiseOnMutatedBodies() throws Exception {
    byte[] good =
        new Proto()
            .message(1, Proto.series("__name__", "m", "a", "1").sample(1, NOW).sample(2, NOW + 1))
            .message(1, Proto.series("__name__", "m", "a", "2").sample(2, NOW))
            .bytes();
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 5000; round++) {
      byte[] body = good.clone();
      for (int edit = 0; edit <= random.nextInt(3); edit++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      assertThat(post(Proto.snappy(body), Map.of()).status()).isIn(204, 400);
    }
  }

  private Exchange post(Proto request) throws Exception {
    return post(
        Proto.snappy(request.bytes()),
        Map.of("Content-Type", "application/x-protobuf", "Content-Encoding", "snappy"));
  }

  private Exchange post(byte[] body, Map<String, String> headers) throws Exception {
    Exchange exchange = new Exchange(new HashMap<>(headers), body);
    receiver.handle(exchange.request(), exchange.response());
    return exchange;
  }

  @SuppressWarnings("NonApiType") // compared with the entries of a map of such maps
  private static TreeMap<Long, Double> of(long time, double value) {
    return new TreeMap<>(Map.of(time, value));
  }
}
