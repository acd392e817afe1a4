package io.pharos.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Remote-writes the history of a fleet as a fleet of agents would have sent it: one request a
 * target and step, all targets of a step before the next step. Confined to one thread.
 */
final class HistoryWriter {
  private static final int ATTEMPTS = 5;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;
  private final List<List<WriteRequest>> shares = new ArrayList<>();

  HistoryWriter(Fleet fleet, URI url, int connections) {
    this.url = url;
    for (int i = 0; i < connections; i++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < fleet.targets().size(); i++) {
      shares.get(i % connections).add(new WriteRequest(fleet.targets().get(i)));
    }
  }

  /** Writes all steps from {@code start} to {@code end}, both in epoch milliseconds. */
  Sent write(long start, long end, long step) throws IOException, InterruptedException {
    Sent sent = new Sent(0, 0, 0, "");
    try (ExecutorService threads = Executors.newFixedThreadPool(shares.size())) {
      for (long millis = start; millis <= end; millis += step) {
        long now = millis;
        List<Callable<Sent>> work = new ArrayList<>();
        for (List<WriteRequest> share : shares) {
          work.add(() -> send(share, now));
        }
        for (Future<Sent> done : threads.invokeAll(work)) {
          sent = sent.plus(done.get());
        }
      }
    } catch (ExecutionException e) {
      throw new IOException("write failed: " + e.getCause(), e);
    }
    return sent;
  }

  private Sent send(List<WriteRequest> share, long millis)
      throws IOException, InterruptedException {
    Sent sent = new Sent(0, 0, 0, "");
    for (WriteRequest request : share) {
      sent = sent.plus(send(request.body(millis), request.samples()));
    }
    return sent;
  }

  private Sent send(byte[] body, int samples) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    String reason = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() / 100 == 2) {
        return new Sent(samples, body.length, i, reason);
      }
      reason =
          answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8).strip();
      if (answer.statusCode() / 100 != 5 && answer.statusCode() != 429) {
        return new Sent(0, 0, i + 1, reason);
      }
      Thread.sleep(Duration.ofMillis(100L << i));
    }
    return new Sent(0, 0, ATTEMPTS, reason);
  }

  /**
   * What was sent. Immutable.
   *
   * @param failed requests that were refused
   * @param reason one of the refusals
   */
  record Sent(long samples, long bytes, long failed, String reason) {
    private Sent plus(Sent other) {
      return new Sent(
          samples + other.samples,
          bytes + other.bytes,
          failed + other.failed,
          other.reason.isEmpty() ? reason : other.reason);
    }
  }
}
