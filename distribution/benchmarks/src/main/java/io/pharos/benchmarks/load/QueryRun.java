package io.pharos.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a server the queries of a set again and again. Confined to one thread. */
final class QueryRun {
  /**
   * The kernel counts processor time in steps of ten milliseconds, so a quick query is asked on.
   */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** Below this a time is lost in the clock; keeps geometric means finite. */
  private static final double LEAST_MILLIS = 0.1;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final Server server;
  private final long end;

  /**
   * @param url without path
   * @param end the newest time of the data, in seconds
   */
  QueryRun(String url, Server server, long end) {
    this.url = url;
    this.server = server;
    this.end = end;
  }

  /** Asks all queries for a while, without counting. */
  void warmUp(QuerySet set, Duration time) throws IOException, InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    for (long shift = 1000; System.nanoTime() < until; shift++) {
      for (QuerySet.Query query : set.queries()) {
        ask(query, end - shift % 1500);
      }
    }
  }

  /** Asks each query at least so many times, and for a while, never for the same range twice. */
  List<Measured> measure(QuerySet set, int times) throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    for (QuerySet.Query query : set.queries()) {
      double[] millis = new double[Math.max(times, 500)];
      byte[] body = {};
      long cpu = server.usage().cpuMillis();
      long until = System.nanoTime() + LEAST_NANOS;
      int count = 0;
      while (count < times || (count < millis.length && System.nanoTime() < until)) {
        long begin = System.nanoTime();
        body = ask(query, end - count);
        millis[count++] = (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      }
      double cpuEach = (server.usage().cpuMillis() - cpu) / (double) count;
      Arrays.sort(millis, 0, count);
      int series = count(new String(body, StandardCharsets.ISO_8859_1), "\"metric\"");
      all.add(
          new Measured(query.name(), millis[0], millis[count / 2], cpuEach, series, body.length));
    }
    return all;
  }

  private byte[] ask(QuerySet.Query query, long end) throws IOException, InterruptedException {
    // servers that cache results by range know the parameter nocache
    String parameters =
        "?nocache=1&query=" + URLEncoder.encode(query.expression(), StandardCharsets.UTF_8);
    if (query.rangeSeconds() == 0) {
      parameters = "/api/v1/query" + parameters + "&time=" + end;
    } else {
      long start = end - query.rangeSeconds();
      parameters =
          "/api/v1/query_range"
              + parameters
              + ("&start=" + start + "&end=" + end + "&step=" + query.stepSeconds());
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + parameters)).timeout(Duration.ofMinutes(2)).build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      String reason = new String(answer.body(), StandardCharsets.UTF_8).strip();
      throw new IOException(query.name() + " was answered " + answer.statusCode() + ": " + reason);
    }
    return answer.body();
  }

  private static int count(String text, String word) {
    int found = 0;
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      found++;
    }
    return found;
  }

  /** What one query took. Immutable. */
  record Measured(
      String name, double minMillis, double medianMillis, double cpuMillis, int series, int bytes) {
    static double geometricMean(double[] millis) {
      double sum = 0;
      for (double each : millis) {
        sum += Math.log(Math.max(each, LEAST_MILLIS));
      }
      return Math.exp(sum / millis.length);
    }
  }
}
