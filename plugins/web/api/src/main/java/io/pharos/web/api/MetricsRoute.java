package io.pharos.web.api;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** {@code /metrics}: the server's own metrics. Thread-safe. */
final class MetricsRoute {
  private final MetricFamilies metrics;

  MetricsRoute(MetricFamilies metrics) {
    this.metrics = metrics;
  }

  Route route() {
    return Route.get("/metrics", this::answer).whileStarting().hotPath();
  }

  private void answer(HttpRequest request, HttpResponse response) throws IOException {
    Negotiation negotiation = Negotiation.of(request.header("Accept"));
    response.header("Content-Type", negotiation.contentType());
    if (acceptsGzip(request)) {
      response.header("Content-Encoding", "gzip");
      try (GZIPOutputStream zipped = new GZIPOutputStream(response.body(), 8192)) {
        write(zipped, negotiation);
      }
    } else {
      write(response.body(), negotiation);
    }
  }

  private static boolean acceptsGzip(HttpRequest request) {
    for (String header : request.headers("Accept-Encoding")) {
      for (String element : header.split(",", -1)) {
        String[] parts = element.strip().split(";", -1);
        boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
        if (parts[0].strip().equals("gzip") && !refused) {
          return true;
        }
      }
    }
    return false;
  }

  private void write(OutputStream out, Negotiation negotiation) throws IOException {
    ExpositionText text = new ExpositionText(out, negotiation.escaping());
    for (MetricFamily family : metrics.read(Route.SERVER)) {
      if (family.samples().isEmpty()) {
        continue;
      }
      text.help(family.name(), family.help());
      text.type(family.name(), typeWord(family.type()));
      for (MetricSample sample : family.samples()) {
        text.begin(family.name(), sample.suffix());
        List<String> labels = sample.labels();
        for (int i = 0; i < labels.size(); i += 2) {
          text.label(labels.get(i), labels.get(i + 1));
        }
        text.value(sample.value());
      }
    }
    text.flush();
  }

  /** The word of the text format, which knows five. */
  static String typeWord(MetricType type) {
    return switch (type) {
      case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.name().toLowerCase(Locale.ROOT);
      default -> "untyped";
    };
  }
}
