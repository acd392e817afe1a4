package io.pharos.ingest.remotewrite;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.wire.Snappy;
import io.pharos.toolkit.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests of remote write 1.0. Thread-safe. */
final class Receiver implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private static final String MEDIA_TYPE = "application/x-protobuf";
  private static final String V1 = "prometheus.WriteRequest";
  private static final String V2 = "io.prometheus.write.v2.Request";

  /** The most bytes of a body, compressed and not. */
  private static final int MAX_BODY = 32 << 20;

  private static final long MAX_AHEAD_MILLIS = 600_000;
  private static final int KEPT = 16;
  private static final int KEPT_BYTES = 4 << 20;

  private final Context context;
  private final ServiceRef<Storage> storage;
  private final RefCache cache = new RefCache();
  private final ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger kept = new AtomicInteger();
  private final Counter samples;
  private final Counter invalidLabels;
  private final Counter rejected;

  Receiver(Context context, ServiceRef<Storage> storage) {
    this.context = context;
    this.storage = storage;
    samples =
        context
            .metrics()
            .counter(
                "pharos_remote_write_received_samples_total",
                "Samples that were received by remote write and kept.")
            .with();
    invalidLabels =
        context
            .metrics()
            .counter(
                "prometheus_api_remote_write_invalid_labels_samples_total",
                "The total number of received remote write samples and histogram samples which were"
                    + " rejected due to invalid labels.")
            .with();
    rejected =
        context
            .metrics()
            .counter(
                "pharos_remote_write_rejected_requests_total",
                "Requests of which nothing was kept.")
            .with();
  }

  @Override
  public void handle(HttpRequest request, HttpResponse response) throws IOException {
    String problem = problem(request);
    if (problem != null) {
      RemoteWritePart.error(response, 415, problem);
      return;
    }
    if (request.contentLength() > MAX_BODY) {
      RemoteWritePart.error(response, 413, tooLarge());
      return;
    }
    Workspace workspace = borrow();
    try {
      if (!workspace.read(request.body(), (int) Math.max(0, request.contentLength()))) {
        RemoteWritePart.error(response, 413, tooLarge());
        return;
      }
      take(workspace, response);
    } finally {
      giveBack(workspace);
    }
  }

  private void take(Workspace workspace, HttpResponse response) throws IOException {
    try (Lease<Storage> lease = storage.acquire()) {
      Storage store = lease.get();
      int length = workspace.decode();
      WriteRequest write = workspace.write;
      try (Appender appender = store.appender()) {
        write.append(
            workspace.decoded,
            length,
            appender,
            store.epoch(),
            context.clock().millis() + MAX_AHEAD_MILLIS);
        appender.commit();
      }
      samples.add(write.appended);
      if (write.badLabels > 0) {
        invalidLabels.add(write.badLabels);
        log.debug("series with invalid labels were left out count={}", write.badLabels);
      }
      response.status(204);
    } catch (WireException | Rejected e) {
      rejected.inc();
      RemoteWritePart.error(response, 400, String.valueOf(e.getMessage()));
    } catch (StorageException | ConfigException e) {
      rejected.inc();
      log.warn("appending a remote write failed error={}", e.getMessage());
      RemoteWritePart.error(response, 500, e.getMessage());
    }
  }

  /** Why the kind of the body is not accepted, or null. */
  private static @Nullable String problem(HttpRequest request) {
    String type = request.header("Content-Type");
    if (type != null && !type.isEmpty()) {
      String[] parts = type.split(";", -1);
      if (!parts[0].strip().equals(MEDIA_TYPE)) {
        return "expected "
            + MEDIA_TYPE
            + " as the first (media) part, got "
            + type
            + " content-type";
      }
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip();
        if (parameter.startsWith("proto=")) {
          String proto = parameter.substring("proto=".length());
          if (proto.equals(V2)) {
            return V2 + " protobuf message is not accepted by this server; only accepts " + V1;
          }
          if (!proto.equals(V1)) {
            return "got "
                + type
                + " content type; unknown type for remote write protobuf message "
                + proto
                + ", supported: "
                + V1
                + ", "
                + V2;
          }
        }
      }
    }
    String encoding = request.header("Content-Encoding");
    if (encoding != null
        && !encoding.isEmpty()
        && !encoding.toLowerCase(Locale.ROOT).equals("snappy")) {
      return encoding
          + " encoding (compression) is not accepted by this server; only snappy is acceptable";
    }
    return null;
  }

  private static String tooLarge() {
    return "http: request body too large";
  }

  private Workspace borrow() {
    Workspace workspace = free.pollFirst();
    if (workspace == null) {
      return new Workspace(new WriteRequest(cache));
    }
    kept.decrementAndGet();
    return workspace;
  }

  private void giveBack(Workspace workspace) {
    if (workspace.body.length + workspace.decoded.length <= KEPT_BYTES && kept.get() < KEPT) {
      kept.incrementAndGet();
      free.addFirst(workspace);
    }
  }

  /** What one request needs while it is taken. Confined to one thread. */
  private static final class Workspace {
    private final WriteRequest write;
    private byte[] body = new byte[64 * 1024];
    private int length;
    private byte[] decoded = new byte[0];

    Workspace(WriteRequest write) {
      this.write = write;
    }

    /** Reads a body; false if it is too long. */
    boolean read(InputStream in, int expected) throws IOException {
      length = 0;
      if (expected >= body.length) {
        body = new byte[expected + 1];
      }
      while (true) {
        int read = in.read(body, length, body.length - length);
        if (read < 0) {
          return true;
        }
        length += read;
        if (length > MAX_BODY) {
          return false;
        }
        if (length == body.length) {
          body = Arrays.copyOf(body, Math.min(2 * length, MAX_BODY + 1));
        }
      }
    }

    int decode() throws WireException {
      int size = Snappy.decodedLength(body, length, MAX_BODY);
      if (size > decoded.length) {
        decoded = new byte[Math.max(size, Math.min(2 * decoded.length, MAX_BODY))];
      }
      return Snappy.decode(body, length, decoded);
    }
  }
}
