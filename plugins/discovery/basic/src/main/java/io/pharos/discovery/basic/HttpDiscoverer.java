package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an endpoint for its list again and again; what fails keeps the last list. Confined to one
 * task.
 */
final class HttpDiscoverer implements Discoverer {
  private static final Logger log = LoggerFactory.getLogger(HttpDiscoverer.class);

  private static final int MAX_BYTES = 64 << 20;

  private final HttpConfig config;
  private final Context context;
  private final Counter failures;
  private final URI uri;
  private final Map<String, String> headers;
  private @Nullable OutgoingClient client;
  private Scheduler.@Nullable Task task;
  private int groupsBefore;

  HttpDiscoverer(HttpConfig config, Context context) {
    this.config = config;
    this.context = context;
    this.uri = URI.create(config.url());
    failures =
        context
            .metrics()
            .counter(
                "prometheus_sd_http_failures_total",
                "Number of HTTP service discovery refresh failures.")
            .with();
    String seconds =
        BigDecimal.valueOf(config.refreshInterval().toMillis(), 3)
            .stripTrailingZeros()
            .toPlainString();
    headers =
        Map.of(
            "Accept",
            "application/json",
            "User-Agent",
            "Prometheus/" + context.server().compatibleVersion(),
            "X-Prometheus-Refresh-Interval-Seconds",
            seconds);
  }

  @Override
  public void start(Sink sink) {
    OutgoingClient opened = context.http().open(config.httpClient());
    client = opened;
    task =
        context
            .scheduler()
            .start(
                "http",
                () -> {
                  while (true) {
                    refresh(opened, sink);
                    context.scheduler().sleep(config.refreshInterval());
                  }
                });
  }

  private void refresh(OutgoingClient client, Sink sink) throws InterruptedException {
    try (OutgoingClient.Response response =
        client.send(OutgoingClient.Request.get(uri, headers, config.refreshInterval()))) {
      if (response.status() != 200) {
        throw new ConfigException("server returned HTTP status " + response.status());
      }
      String type = response.header("Content-Type");
      if (!isJson(type == null ? "" : type)) {
        throw new ConfigException("unsupported content type \"" + type + "\"");
      }
      List<GroupReader.Group> found = GroupReader.json(body(response));
      List<TargetGroup> groups = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        Labels labels = found.get(i).labels().toBuilder().set("__meta_url", config.url()).build();
        groups.add(new TargetGroup(source(i), found.get(i).targets(), labels));
      }
      for (int i = found.size(); i < groupsBefore; i++) {
        groups.add(new TargetGroup(source(i), List.of(), Labels.empty()));
      }
      groupsBefore = found.size();
      sink.publish(groups);
    } catch (ConfigException | RemoteException | IOException e) {
      failures.inc();
      log.warn("asking for targets failed url={} error={}", uri.getHost(), e.getMessage());
    }
  }

  private static byte[] body(OutgoingClient.Response response) throws IOException {
    try (InputStream in = response.body()) {
      byte[] body = in.readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new ConfigException("answer is larger than " + MAX_BYTES + " bytes");
      }
      return body;
    }
  }

  private static boolean isJson(String type) {
    String plain = type.strip().toLowerCase(Locale.ROOT);
    if (!plain.startsWith("application/json")) {
      return false;
    }
    String rest = plain.substring("application/json".length()).replace(" ", "").replace("\"", "");
    return rest.isEmpty() || rest.equals(";charset=utf-8");
  }

  private String source(int index) {
    return config.url() + ":" + index;
  }

  @Override
  public void close() {
    Scheduler.Task running = task;
    if (running != null) {
      running.close();
    }
    OutgoingClient opened = client;
    if (opened != null) {
      opened.close();
    }
  }
}
