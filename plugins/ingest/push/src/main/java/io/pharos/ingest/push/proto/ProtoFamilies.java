package io.pharos.ingest.push.proto;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.ingest.push.text.BodyException;
import io.pharos.model.sample.MetricType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads families of {@code io.prometheus.client}. Of a histogram the classic part is kept; its
 * native part, exemplars and times of creation are not.
 */
public final class ProtoFamilies {
  private static final MetricType[] TYPES = {
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.SUMMARY,
    MetricType.UNKNOWN,
    MetricType.HISTOGRAM,
    MetricType.HISTOGRAM
  };

  private ProtoFamilies() {}

  /** Whether a content type is that of such a body. */
  public static boolean isTypeOf(String contentType) {
    String[] parts = contentType.split(";", -1);
    boolean proto = false;
    boolean delimited = false;
    for (String part : parts) {
      String parameter = part.strip().replace("\"", "");
      proto |= parameter.equals("proto=io.prometheus.client.MetricFamily");
      delimited |= parameter.equals("encoding=delimited");
    }
    String media = parts[0].strip().toLowerCase(Locale.ROOT);
    return media.equals("application/vnd.google.protobuf") && proto && delimited;
  }

  /** Reads a body; of families with one name the last one counts. */
  public static List<Family> parse(byte[] body) throws BodyException {
    Map<String, Family> families = new LinkedHashMap<>();
    Message in = new Message(ByteBuffer.wrap(body));
    while (in.hasMore()) {
      Family family = family(in.delimited());
      if (!family.metrics().isEmpty()) {
        families.put(family.name(), family);
      }
    }
    return List.copyOf(families.values());
  }

  private static Family family(Message in) throws BodyException {
    String name = "";
    String help = "";
    int type = 0;
    List<Message> metrics = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> help = in.text();
        case 3 -> type = (int) in.number();
        case 4 -> metrics.add(in.message());
        default -> {}
      }
    }
    if (type < 0 || type >= TYPES.length) {
      throw new BodyException("unknown metric type " + type);
    }
    if (name.isEmpty() && !metrics.isEmpty()) {
      throw new BodyException("metric family without a name");
    }
    List<Metric> read = new ArrayList<>();
    for (Message metric : metrics) {
      read.add(metric(metric, TYPES[type]));
    }
    return new Family(name, TYPES[type], help, read);
  }

  private static Metric metric(Message in, MetricType type) throws BodyException {
    SortedMap<String, String> labels = new TreeMap<>();
    Value value = new Value();
    boolean timestamp = false;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> label(in.message(), labels);
        case 2, 3, 5 -> value.single(in.message());
        case 4 -> value.summary(in.message());
        case 6 -> {
          in.number();
          timestamp = true;
        }
        case 7 -> value.histogram(in.message());
        default -> {}
      }
    }
    return switch (type) {
      case SUMMARY -> new Metric.Summary(labels, value.count, value.sum, value.points, timestamp);
      case HISTOGRAM -> new Metric.Buckets(labels, value.count, value.sum, value.points, timestamp);
      default -> new Metric.Single(labels, value.number, timestamp);
    };
  }

  private static void label(Message in, SortedMap<String, String> labels) throws BodyException {
    String name = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> value = in.text();
        default -> {}
      }
    }
    if (labels.put(name, value) != null) {
      throw new BodyException("metric has two or more labels with the same name: " + name);
    }
  }

  /** What a metric holds beside its labels. Confined to one thread. */
  private static final class Value {
    private double number;
    private double sum;
    private long count;
    private final List<Metric.Point> points = new ArrayList<>();

    private void single(Message in) throws BodyException {
      for (int field = in.next(); field != 0; field = in.next()) {
        if (field == 1) {
          number = in.real();
        }
      }
    }

    private void summary(Message in) throws BodyException {
      for (int field = in.next(); field != 0; field = in.next()) {
        switch (field) {
          case 1 -> count = in.number();
          case 2 -> sum = in.real();
          case 3 -> quantile(in.message());
          default -> {}
        }
      }
    }

    private void quantile(Message in) throws BodyException {
      double at = 0;
      double value = 0;
      for (int field = in.next(); field != 0; field = in.next()) {
        switch (field) {
          case 1 -> at = in.real();
          case 2 -> value = in.real();
          default -> {}
        }
      }
      points.add(new Metric.Point(at, value));
    }

    private void histogram(Message in) throws BodyException {
      for (int field = in.next(); field != 0; field = in.next()) {
        switch (field) {
          case 1 -> count = in.number();
          case 2 -> sum = in.real();
          case 3 -> bucket(in.message());
          case 4 -> {
            double real = in.real();
            count = real > 0 ? (long) real : count;
          }
          default -> {}
        }
      }
    }

    private void bucket(Message in) throws BodyException {
      double bound = 0;
      double reached = 0;
      for (int field = in.next(); field != 0; field = in.next()) {
        switch (field) {
          case 1 -> reached = Math.max(reached, (double) in.number());
          case 2 -> bound = in.real();
          case 4 -> reached = Math.max(reached, in.real());
          default -> {}
        }
      }
      points.add(new Metric.Point(bound, reached));
    }
  }
}
