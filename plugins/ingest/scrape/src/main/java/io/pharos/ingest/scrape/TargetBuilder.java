package io.pharos.ingest.scrape;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.Utf8;
import io.pharos.toolkit.relabel.Relabelling;
import io.pharos.toolkit.unit.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes targets of what a job's discovery finds. Immutable and thread-safe. */
final class TargetBuilder {
  private static final String ADDRESS = "__address__";
  private static final String SCHEME = Target.SCHEME;
  private static final String PATH = "__metrics_path__";
  private static final String INTERVAL = "__scrape_interval__";
  private static final String TIMEOUT = "__scrape_timeout__";
  private static final String NATIVE = "__scrape_native_histograms__";
  private static final String CLASSIC = "__always_scrape_classic_histograms__";
  private static final String CONVERT = "__convert_classic_histograms_to_nhcb__";
  private static final String PARAM = "__param_";
  private static final String META = "__meta_";
  private static final String HEX = "0123456789ABCDEF";

  private final Job job;
  private final Relabelling relabelling;

  TargetBuilder(Job job) {
    this.job = job;
    this.relabelling = Relabelling.of(job.relabelRules(), job.names());
  }

  /** What a found target becomes. */
  sealed interface Built {
    /** It is scraped. */
    record Active(Target target) implements Built {}

    /** Relabelling left it out. */
    record Dropped(Labels discovered) implements Built {}

    /** It cannot be scraped. */
    record Failed(String reason) implements Built {}
  }

  /** The labels with which relabelling starts. */
  Labels discovered(Labels found, Labels group) {
    LabelsBuilder labels = found.toBuilder();
    for (Label label : group) {
      setIfAbsent(labels, label.name(), label.value());
    }
    setIfAbsent(labels, "job", job.name());
    setIfAbsent(labels, INTERVAL, Durations.print(job.interval()));
    setIfAbsent(labels, TIMEOUT, Durations.print(job.timeout()));
    setIfAbsent(labels, PATH, job.metricsPath());
    setIfAbsent(labels, SCHEME, job.scheme());
    setIfAbsent(labels, NATIVE, Boolean.toString(job.nativeHistograms()));
    setIfAbsent(labels, CLASSIC, Boolean.toString(job.classicToo()));
    setIfAbsent(labels, CONVERT, Boolean.toString(job.convertClassic()));
    job.params()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                setIfAbsent(labels, PARAM + name, values.getFirst());
              }
            });
    return labels.build();
  }

  /** Relabels and checks a target. */
  Built build(Labels found, Labels group) {
    Labels discovered = discovered(found, group);
    LabelsBuilder labels = discovered.toBuilder();
    if (!relabelling.apply(labels)) {
      return new Built.Dropped(discovered);
    }
    String address = valueOf(labels, ADDRESS);
    if (address.isEmpty()) {
      return new Built.Failed("no address");
    }
    if (address.indexOf('/') >= 0) {
      return new Built.Failed(GoQuote.quote(address) + " is not a valid hostname");
    }
    if (valueOf(labels, "instance").isEmpty()) {
      labels.set("instance", address);
    }
    try {
      return checked(discovered, labels);
    } catch (ConfigException | IllegalArgumentException e) {
      return new Built.Failed(String.valueOf(e.getMessage()));
    }
  }

  private Built checked(Labels discovered, LabelsBuilder labels) {
    Duration interval = duration(labels, INTERVAL, "interval");
    Duration timeout = duration(labels, TIMEOUT, "timeout");
    if (timeout.compareTo(interval) > 0) {
      throw new ConfigException(
          "scrape timeout cannot be greater than scrape interval (\""
              + Durations.print(timeout)
              + "\" > \""
              + Durations.print(interval)
              + "\")");
    }
    boolean nativeHistograms = bool(labels, NATIVE);
    boolean classic = bool(labels, CLASSIC);
    boolean convert = bool(labels, CONVERT);
    for (int i = labels.size() - 1; i >= 0; i--) {
      if (labels.name(i).startsWith(META)) {
        labels.remove(labels.name(i));
      }
    }
    Labels internal = labels.build();
    for (Label label : internal) {
      if (!Utf8.isValid(label.value())) {
        throw new ConfigException(
            "invalid label value for "
                + GoQuote.quote(label.name())
                + ": "
                + GoQuote.quote(label.value()));
      }
      if (label.name().startsWith("__")) {
        labels.remove(label.name());
      }
    }
    if (labels.size() == 0) {
      return new Built.Dropped(discovered);
    }
    if (internal.valueOf(SCHEME).equals(Target.PLUGIN)
        && internal.valueOf(Target.EXPORTER).isEmpty()) {
      throw new ConfigException(
          "scheme \"plugin\" without the label " + Target.EXPORTER + ", which names the exporter");
    }
    Map<String, List<String>> params = params(internal);
    return new Built.Active(
        new Target(
            discovered,
            labels.build(),
            internal,
            url(internal, params),
            params,
            interval,
            timeout,
            nativeHistograms,
            classic,
            convert));
  }

  private Map<String, List<String>> params(Labels labels) {
    Map<String, List<String>> params = new TreeMap<>();
    job.params().forEach((name, values) -> params.put(name, new ArrayList<>(values)));
    for (Label label : labels) {
      if (label.name().startsWith(PARAM)) {
        List<String> values =
            params.computeIfAbsent(
                label.name().substring(PARAM.length()), name -> new ArrayList<>());
        if (values.isEmpty()) {
          values.add(label.value());
        } else {
          values.set(0, label.value());
        }
      }
    }
    return params;
  }

  private static String url(Labels labels, Map<String, List<String>> params) {
    StringBuilder url = new StringBuilder();
    url.append(labels.valueOf(SCHEME)).append("://").append(labels.valueOf(ADDRESS));
    String path = labels.valueOf(PATH);
    if (!path.isEmpty() && path.charAt(0) != '/') {
      url.append('/');
    }
    escape(path, "$&+,/:;=@-_.~", false, url);
    char separator = '?';
    for (Map.Entry<String, List<String>> param : params.entrySet()) {
      for (String value : param.getValue()) {
        url.append(separator);
        escape(param.getKey(), "-_.~", true, url);
        url.append('=');
        escape(value, "-_.~", true, url);
        separator = '&';
      }
    }
    return url.toString();
  }

  private static void escape(String text, String plain, boolean query, StringBuilder out) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || plain.indexOf(c) >= 0) {
        out.append(c);
      } else if (query && c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
  }

  private static Duration duration(LabelsBuilder labels, String name, String word) {
    String text = valueOf(labels, name);
    Duration duration;
    try {
      duration = Durations.parse(text);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "error parsing scrape " + word + ": " + e.getMessage(), e);
    }
    if (duration.isZero()) {
      throw new ConfigException("scrape " + word + " cannot be 0");
    }
    return duration;
  }

  /** Go's words for booleans. */
  private static boolean bool(LabelsBuilder labels, String name) {
    String text = valueOf(labels, name);
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> throw new ConfigException("error parsing " + name + ": " + GoQuote.quote(text));
    };
  }

  private static void setIfAbsent(LabelsBuilder labels, String name, String value) {
    if (labels.get(name) == null) {
      labels.set(name, value);
    }
  }

  private static String valueOf(LabelsBuilder labels, String name) {
    String value = labels.get(name);
    return value == null ? "" : value;
  }
}
