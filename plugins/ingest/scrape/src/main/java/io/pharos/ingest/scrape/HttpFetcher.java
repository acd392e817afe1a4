package io.pharos.ingest.scrape;

import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.toolkit.exposition.Decimals;
import io.pharos.toolkit.exposition.GoQuote;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Gets an exposition over HTTP. Confined to one thread. */
final class HttpFetcher implements Fetcher {
  private static final int STEP = 32 * 1024;

  private final OutgoingClient client;
  private final Target target;
  private final Map<String, String> headers;
  private final long limit;
  private final GzipBody gzip = new GzipBody();

  HttpFetcher(OutgoingClient client, Job job, Target target, String version) {
    this.client = client;
    this.target = target;
    this.limit = job.limits().bodySize();
    this.headers =
        Map.of(
            "Accept",
            Protocol.accept(job.protocols(), job.escaping()),
            "Accept-Encoding",
            job.compression() ? "gzip" : "identity",
            "User-Agent",
            "Prometheus/" + version,
            "X-Prometheus-Scrape-Timeout-Seconds",
            Decimals.shortest(target.timeout().toMillis() / 1000.0, 21));
  }

  @Override
  public String fetch(Buffers buffers) throws ScrapeFailure, InterruptedException {
    URI uri;
    try {
      uri = new URI(target.url());
    } catch (URISyntaxException e) {
      throw ScrapeFailure.fetching("parse " + GoQuote.quote(target.url()) + ": " + e.getMessage());
    }
    try (OutgoingClient.Response response =
        client.send(OutgoingClient.Request.get(uri, headers, target.timeout()))) {
      if (response.status() != 200) {
        throw ScrapeFailure.fetching(
            "server returned HTTP status " + response.status() + " " + response.reason());
      }
      read(response, buffers);
      String type = response.header("Content-Type");
      return type == null ? "" : type;
    } catch (RemoteException e) {
      throw ScrapeFailure.fetching(e.getMessage());
    }
  }

  @Override
  public void close() {} // the client is the pool's

  private void read(OutgoingClient.Response response, Buffers buffers)
      throws ScrapeFailure, InterruptedException {
    try (InputStream in = response.body()) {
      if ("gzip".equals(response.header("Content-Encoding"))) {
        gzip.read(in, buffers, limit);
      } else {
        readPlain(in, buffers);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw ScrapeFailure.fetching(isTimeout(e) ? "context deadline exceeded" : reason(e));
    } catch (RemoteException e) {
      throw ScrapeFailure.fetching(
          e.code() == RemoteException.Code.TIMEOUT ? "context deadline exceeded" : e.getMessage());
    }
  }

  private void readPlain(InputStream in, Buffers buffers) throws IOException, ScrapeFailure {
    int length = 0;
    while (true) {
      buffers.reserveBody(length + STEP);
      int read = in.read(buffers.body, length, buffers.body.length - 1 - length);
      if (read < 0) {
        break;
      }
      length += read;
      if (limit > 0 && length >= limit) {
        throw ScrapeFailure.tooLarge();
      }
    }
    buffers.bodyLength = length;
  }

  private static boolean isTimeout(IOException e) {
    return e instanceof HttpTimeoutException
        || e.getCause() instanceof TimeoutException
        || (e.getCause() instanceof RemoteException remote
            && remote.code() == RemoteException.Code.TIMEOUT);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "unexpected EOF" : e.getMessage();
  }
}
