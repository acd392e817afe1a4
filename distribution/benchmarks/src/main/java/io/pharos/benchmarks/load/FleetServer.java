package io.pharos.benchmarks.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Serves each target of a fleet at {@code /metrics/<instance>}. Thread-safe. */
final class FleetServer implements AutoCloseable {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PATH = "/metrics/";

  private final Fleet fleet;
  private final boolean gzip;
  private final LongAdder samples = new LongAdder();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  FleetServer(Fleet fleet, boolean gzip) throws IOException {
    this.fleet = fleet;
    this.gzip = gzip;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext(PATH, this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Samples that were served whole. */
  long samples() {
    return samples.sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Target target = target(exchange.getRequestURI().getPath());
      if (target == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = target.text(System.currentTimeMillis());
      exchange.getResponseHeaders().set("Content-Type", TEXT);
      String accepts = exchange.getRequestHeaders().getFirst("Accept-Encoding");
      if (gzip && accepts != null && accepts.contains("gzip")) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 8);
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
          stream.write(body);
        }
        body = packed.toByteArray();
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      samples.add(target.seriesCount());
    }
  }

  private @Nullable Target target(String path) {
    String prefix = PATH + "host-";
    if (!path.startsWith(prefix) || path.length() > prefix.length() + 7) {
      return null;
    }
    try {
      int number = Integer.parseInt(path.substring(prefix.length()));
      return number >= 0 && number < fleet.targets().size() ? fleet.targets().get(number) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
