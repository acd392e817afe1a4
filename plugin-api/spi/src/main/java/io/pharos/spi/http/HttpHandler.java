package io.pharos.spi.http;

import io.pharos.spi.Experimental;

/** Answers requests of one route. Thread-safe; may block, for it runs in a virtual thread. */
@FunctionalInterface
@Experimental(since = "0.1")
public interface HttpHandler {
  /**
   * Answers. What it throws is reported at its plugin and answered with 500; a client that hangs up
   * interrupts the thread.
   */
  void handle(HttpRequest request, HttpResponse response) throws Exception;
}
