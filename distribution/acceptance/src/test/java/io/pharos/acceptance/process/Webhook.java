package io.pharos.acceptance.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A receiver of webhooks that keeps what it gets. Thread-safe. */
final class Webhook implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final BlockingQueue<JsonNode> bodies = new LinkedBlockingQueue<>();

  Webhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            bodies.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The next body that is as wanted; those before it are dropped. */
  JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
    StringBuilder others = new StringBuilder();
    while (true) {
      JsonNode body = bodies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (body == null) {
        throw new AssertionError("no such webhook came; those that did:\n" + others);
      }
      if (wanted.test(body)) {
        return body;
      }
      others.append(body).append('\n');
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
