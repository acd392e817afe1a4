package io.pharos.ingest.remotewrite;

import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.part.Part;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The route of the receiver; switched off it says how to switch it on. Thread-safe. */
final class RemoteWritePart implements Part {
  private static final String PATH = "/api/v1/write";
  private static final String HINT =
      "remote write receiver needs to be enabled with --web.enable-remote-write-receiver";

  private final HttpHandler handler;

  RemoteWritePart(RemoteWriteConfig config, Context context, ServiceRef<Storage> storage) {
    handler =
        config.enabled()
            ? new Receiver(context, storage, config.accepted())
            : (request, response) -> error(response, 404, HINT);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route(Route.SERVER, Set.of("POST"), PATH, Route.Access.WRITE, false, true, handler));
  }

  /** An error as the original words it: plain text with a newline. */
  static void error(HttpResponse response, int status, String message) throws IOException {
    response
        .status(status)
        .header("X-Content-Type-Options", "nosniff")
        .text("text/plain; charset=utf-8", message + "\n");
  }

  @Override
  public void close() {}
}
