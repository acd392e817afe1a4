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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests of remote write 1.0 and 2.0. Thread-safe. */
final class Receiver implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private static final String MEDIA_TYPE = "application/x-protobuf";
  private static final String WRITTEN = "X-Prometheus-Remote-Write-%s-Written";

  /** The most bytes of a body, compressed and not. */
  private static final int MAX_BODY = 32 << 20;

  private static final long MAX_AHEAD_MILLIS = 600_000;
  private static final int KEPT = 16;
  private static final int KEPT_BYTES = 4 << 20;

  private final Context context;
  private final ServiceRef<Storage> storage;
  private final List<String> accepted;
  private final RefCache cache = new RefCache();
  private final ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger kept = new AtomicInteger();
  private final Counter samples;
  private final Counter invalidLabels;
  private final Counter rejected;

  Receiver(Context context, ServiceRef<Storage> storage, List<String> accepted) {
    this.context = context;
    this.storage = storage;
    this.accepted = accepted;
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
    String message;
    try {
      message = message(request.header("Content-Type"));
      checkEncoding(request.header("Content-Encoding"));
    } catch (Rejected e) {
      RemoteWritePart.error(response, 415, e.getMessage());
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
      if (message.equals(RemoteWriteConfig.V2)) {
        takeSymbols(workspace, response);
      } else {
        take(workspace, response);
      }
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

  /** Takes a request of version 2, of which the good part stays. */
  private void takeSymbols(Workspace workspace, HttpResponse response) throws IOException {
    SymbolRequest write = workspace.symbols;
    try (Lease<Storage> lease = storage.acquire()) {
      Storage store = lease.get();
      int length = workspace.decode();
      String problems;
      try (Appender appender = store.appender()) {
        problems =
            write.append(
                workspace.decoded,
                length,
                appender,
                store.epoch(),
                context.clock().millis() + MAX_AHEAD_MILLIS);
        appender.commit();
      }
      samples.add(write.samples + write.histograms);
      invalidLabels.add(write.badLabels);
      written(response, write.samples, write.histograms, write.exemplars);
      if (problems.isEmpty()) {
        response.status(204);
      } else {
        RemoteWritePart.error(response, 400, problems);
      }
    } catch (WireException e) {
      rejected.inc();
      written(response, 0, 0, 0);
      RemoteWritePart.error(response, 400, String.valueOf(e.getMessage()));
    } catch (StorageException | ConfigException e) {
      rejected.inc();
      log.warn("appending a remote write failed error={}", e.getMessage());
      written(response, 0, 0, 0);
      RemoteWritePart.error(response, 500, e.getMessage());
    }
  }

  private static void written(HttpResponse response, int samples, int histograms, int exemplars) {
    response
        .header(String.format(Locale.ROOT, WRITTEN, "Samples"), Integer.toString(samples))
        .header(String.format(Locale.ROOT, WRITTEN, "Histograms"), Integer.toString(histograms))
        .header(String.format(Locale.ROOT, WRITTEN, "Exemplars"), Integer.toString(exemplars));
  }

  /** The name of the message that a request holds. */
  private String message(@Nullable String type) throws Rejected {
    String message = RemoteWriteConfig.V1;
    if (type != null && !type.isEmpty()) {
      String[] parts = type.split(";", -1);
      if (!parts[0].strip().equals(MEDIA_TYPE)) {
        throw new Rejected(
            "expected " + MEDIA_TYPE + " as the first (media) part, got " + type + " content-type");
      }
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip();
        if (parameter.startsWith("proto=")) {
          message = parameter.substring("proto=".length());
          if (!RemoteWriteConfig.BOTH.contains(message)) {
            throw new Rejected(
                "got "
                    + type
                    + " content type; unknown type for remote write protobuf message "
                    + message
                    + ", supported: "
                    + String.join(", ", RemoteWriteConfig.BOTH));
          }
        }
      }
    }
    if (!accepted.contains(message)) {
      throw new Rejected(
          message
              + " protobuf message is not accepted by this server; only accepts "
              + String.join(", ", accepted));
    }
    return message;
  }

  private static void checkEncoding(@Nullable String encoding) throws Rejected {
    if (encoding != null
        && !encoding.isEmpty()
        && !encoding.toLowerCase(Locale.ROOT).equals("snappy")) {
      throw new Rejected(
          encoding
              + " encoding (compression) is not accepted by this server; only snappy is acceptable");
    }
  }

  private static String tooLarge() {
    return "http: request body too large";
  }

  private Workspace borrow() {
    Workspace workspace = free.pollFirst();
    if (workspace == null) {
      return new Workspace(new WriteRequest(cache), new SymbolRequest(cache));
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
    private final SymbolRequest symbols;
    private byte[] body = new byte[64 * 1024];
    private int length;
    private byte[] decoded = new byte[0];

    Workspace(WriteRequest write, SymbolRequest symbols) {
      this.write = write;
      this.symbols = symbols;
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
