package io.pharos.toolkit.exposition.write;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.MetricSink;

/**
 * Writes families in the text format 0.0.4, in the order in which they come. A native histogram is
 * left out, for the format has no word for it. Confined to one thread.
 */
public final class TextWriter implements MetricSink {
  /** The content type of what is written. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder out;
  private String family = "";

  /** A writer that appends to a text. */
  public TextWriter(StringBuilder out) {
    this.out = out;
  }

  @Override
  public void family(String name, MetricType type, String help, String unit) {
    family = name;
    if (!help.isEmpty()) {
      out.append("# HELP ").append(name).append(' ');
      escape(help, false, out);
      out.append('\n');
    }
    out.append("# TYPE ").append(name).append(' ').append(word(type)).append('\n');
  }

  /** The format's word for a type; it has fewer than there are types. */
  private static String word(MetricType type) {
    return switch (type) {
      case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.word();
      case GAUGE_HISTOGRAM -> "histogram";
      case INFO, STATESET -> "gauge";
      case UNKNOWN -> "untyped";
    };
  }

  @Override
  public void sample(String suffix, double value, String... labels) {
    line(suffix, value, labels);
    out.append('\n');
  }

  @Override
  public void sampleAt(String suffix, double value, long timestamp, String... labels) {
    line(suffix, value, labels);
    out.append(' ').append(timestamp).append('\n');
  }

  @Override
  public void histogram(Histogram histogram, String... labels) {}

  private void line(String suffix, double value, String... labels) {
    out.append(family).append(suffix);
    if (labels.length > 0) {
      char before = '{';
      for (int i = 0; i < labels.length; i += 2) {
        out.append(before).append(labels[i]).append("=\"");
        escape(labels[i + 1], true, out);
        out.append('"');
        before = ',';
      }
      out.append('}');
    }
    out.append(' ');
    FloatText.append(value, out);
  }

  /** Appends a text with what would end it early escaped; in labels quotes too. */
  public static void escape(String text, boolean label, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        out.append("\\\\");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '"' && label) {
        out.append("\\\"");
      } else {
        out.append(c);
      }
    }
  }
}
