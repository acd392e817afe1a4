package io.pharos.ingest.scrape;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.ParsedLabels;
import io.pharos.toolkit.relabel.NameScheme;
import io.pharos.toolkit.relabel.Relabelling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a line's labels those of its series: adds the target's, relabels, checks. The slow way,
 * gone once for each line that is new. Confined to one thread at a time.
 */
final class SampleLabels {
  private static final String EXPORTED = "exported_";

  private final Job job;
  private final Labels target;
  private final Relabelling relabelling;
  private final LabelsBuilder builder = new LabelsBuilder();
  private final Set<String> empty = new HashSet<>();

  SampleLabels(Job job, Labels target, Relabelling relabelling) {
    this.job = job;
    this.target = target;
    this.relabelling = relabelling;
  }

  /** The labels of the series, or null if relabelling drops it. */
  @Nullable Labels of(ParsedLabels parsed) throws ScrapeFailure {
    String repeated = collect(parsed);
    if (job.honorLabels()) {
      for (Label label : target) {
        if (builder.get(label.name()) == null && !empty.contains(label.name())) {
          builder.set(label.name(), label.value());
        }
      }
    } else {
      addExporting();
    }
    if (!relabelling.apply(builder) || builder.size() == 0) {
      return null;
    }
    Labels labels = builder.build();
    check(labels, repeated);
    return labels;
  }

  /** Takes over the line's own labels; answers a name that stands there twice. */
  private @Nullable String collect(ParsedLabels parsed) {
    String repeated = null;
    builder.reset(Labels.empty());
    empty.clear();
    for (int i = 0; i < parsed.size(); i++) {
      String name = parsed.name(i);
      String value = parsed.value(i);
      if (value.isEmpty()) {
        empty.add(name);
      } else if (builder.get(name) == null) {
        builder.set(name, value);
      } else if (repeated == null) {
        repeated = name;
      }
    }
    for (String name : empty) {
      builder.remove(name);
    }
    return repeated != null && empty.contains(repeated) ? null : repeated;
  }

  /** The target's labels win; those of the line that they displace get a prefix, shortest first. */
  private void addExporting() {
    List<Label> displaced = null;
    for (Label label : target) {
      String own = builder.get(label.name());
      if (own != null) {
        if (displaced == null) {
          displaced = new ArrayList<>();
        }
        displaced.add(new Label(label.name(), own));
      }
      builder.set(label.name(), label.value());
    }
    if (displaced != null) {
      displaced.sort(Comparator.comparingInt(label -> label.name().length()));
      for (Label label : displaced) {
        String name = EXPORTED + label.name();
        while (builder.get(name) != null) {
          name = EXPORTED + name;
        }
        builder.set(name, label.value());
      }
    }
  }

  private void check(Labels labels, @Nullable String repeated) throws ScrapeFailure {
    String metric = labels.metricName();
    if (metric.isEmpty()) {
      throw ScrapeFailure.content("missing metric name (__name__ label)");
    }
    if (!areValid(labels)) {
      throw ScrapeFailure.content("invalid metric name or label names: " + shown(labels));
    }
    checkLimits(labels, metric);
    if (repeated != null && labels.has(repeated)) {
      throw ScrapeFailure.content("label name \"" + repeated + "\" is not unique: invalid sample");
    }
  }

  private boolean areValid(Labels labels) {
    NameScheme names = job.names();
    for (int i = 0; i < labels.size(); i++) {
      boolean valid =
          labels.name(i).equals(Label.NAME)
              ? names.isMetricName(labels.value(i))
              : names.isLabelName(labels.name(i));
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  private void checkLimits(Labels labels, String metric) throws ScrapeFailure {
    Job.Limits limits = job.limits();
    if (limits.labels() > 0 && labels.size() > limits.labels()) {
      throw ScrapeFailure.content(
          "label_limit exceeded (metric: "
              + cut(metric)
              + ", number of labels: "
              + labels.size()
              + ", limit: "
              + limits.labels()
              + ")");
    }
    if (limits.labelName() == 0 && limits.labelValue() == 0) {
      return;
    }
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      int length = bytes(name);
      if (limits.labelName() > 0 && length > limits.labelName()) {
        throw ScrapeFailure.content(
            "label_name_length_limit exceeded (metric: "
                + cut(metric)
                + ", label name: "
                + cut(name)
                + ", length: "
                + length
                + ", limit: "
                + limits.labelName()
                + ")");
      }
      length = bytes(labels.value(i));
      if (limits.labelValue() > 0 && length > limits.labelValue()) {
        throw ScrapeFailure.content(
            "label_value_length_limit exceeded (metric: "
                + cut(metric)
                + ", label name: "
                + cut(name)
                + ", value: "
                + GoQuote.quote(cut(labels.value(i)))
                + ", length: "
                + length
                + ", limit: "
                + limits.labelValue()
                + ")");
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The beginning of what may be very long. */
  private static String cut(String text) {
    int most = 50;
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  /** As Go prints labels: names that are not plain are quoted. */
  private static String shown(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      if (i > 0) {
        text.append(", ");
      }
      String name = labels.name(i);
      if (NameScheme.LEGACY.isLabelName(name)) {
        text.append(name);
      } else {
        GoQuote.append(name, text);
      }
      text.append('=');
      GoQuote.append(labels.value(i), text);
    }
    return text.append('}').toString();
  }
}
