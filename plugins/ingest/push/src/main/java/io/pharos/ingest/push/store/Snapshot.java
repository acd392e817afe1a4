package io.pharos.ingest.push.store;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.error.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Groups as bytes: a magic number, the length and CRC-32C of what follows, then the groups. The
 * page {@code docs/formats/push-groups.md} describes it.
 */
final class Snapshot {
  /** Says which bytes these are; a change of them changes it. */
  static final int MAGIC = 0x50_47_00_01;

  private static final int HEAD = 3 * Integer.BYTES;

  private Snapshot() {}

  static byte[] write(List<Group> groups) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(groups.size());
      for (Group group : groups) {
        labels(group.labels(), out);
        out.writeLong(group.pushed());
        out.writeLong(group.failed());
        out.writeBoolean(group.successful());
        out.writeInt(group.families().size());
        for (Group.Pushed pushed : group.families().values()) {
          out.writeLong(pushed.millis());
          family(pushed.family(), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    byte[] body = bytes.toByteArray();
    return ByteBuffer.allocate(HEAD + body.length)
        .putInt(MAGIC)
        .putInt(body.length)
        .putInt(checksum(body))
        .put(body)
        .array();
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static void family(Family family, DataOutputStream out) throws IOException {
    text(family.name(), out);
    text(family.help(), out);
    text(family.type().word(), out);
    out.writeInt(family.metrics().size());
    for (Metric metric : family.metrics()) {
      labels(metric.labels(), out);
      switch (metric) {
        case Metric.Single single -> {
          out.writeByte(0);
          out.writeDouble(single.value());
        }
        case Metric.Summary summary -> {
          out.writeByte(1);
          points(summary.count(), summary.sum(), summary.quantiles(), out);
        }
        case Metric.Buckets buckets -> {
          out.writeByte(2);
          points(buckets.count(), buckets.sum(), buckets.buckets(), out);
        }
      }
    }
  }

  private static void points(
      long count, double sum, List<Metric.Point> points, DataOutputStream out) throws IOException {
    out.writeLong(count);
    out.writeDouble(sum);
    out.writeInt(points.size());
    for (Metric.Point point : points) {
      out.writeDouble(point.at());
      out.writeDouble(point.value());
    }
  }

  private static void labels(SortedMap<String, String> labels, DataOutputStream out)
      throws IOException {
    out.writeInt(labels.size());
    for (var label : labels.entrySet()) {
      text(label.getKey(), out);
      text(label.getValue(), out);
    }
  }

  /** Two bytes a character, for values may hold stray bytes as lone surrogates. */
  private static void text(String text, DataOutputStream out) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  /**
   * Reads groups.
   *
   * @throws StorageException if the bytes are others than were written
   */
  static List<Group> read(byte[] bytes) {
    ByteBuffer head = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD || head.getInt() != MAGIC) {
      throw new StorageException(StorageException.Code.CORRUPT, "no snapshot of pushed groups");
    }
    byte[] body = new byte[bytes.length - HEAD];
    boolean whole = head.getInt() == body.length;
    int expected = head.getInt();
    head.get(body);
    if (!whole || expected != checksum(body)) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "snapshot of pushed groups is damaged [bytes=" + bytes.length + "]");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
      List<Group> groups = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        SortedMap<String, String> labels = labels(in);
        long pushed = in.readLong();
        long failed = in.readLong();
        boolean successful = in.readBoolean();
        SortedMap<String, Group.Pushed> families = new TreeMap<>();
        for (int family = in.readInt(); family > 0; family--) {
          Group.Pushed read = new Group.Pushed(in.readLong(), family(in));
          families.put(read.family().name(), read);
        }
        groups.add(new Group(labels, families, pushed, failed, successful));
      }
      return groups;
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new StorageException(
          StorageException.Code.CORRUPT, "snapshot of pushed groups ends too early", e);
    }
  }

  private static Family family(DataInputStream in) throws IOException {
    String name = text(in);
    String help = text(in);
    MetricType type = type(text(in));
    List<Metric> metrics = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      SortedMap<String, String> labels = labels(in);
      switch (in.readByte()) {
        case 0 -> metrics.add(new Metric.Single(labels, in.readDouble(), false));
        case 1 ->
            metrics.add(
                new Metric.Summary(labels, in.readLong(), in.readDouble(), points(in), false));
        case 2 ->
            metrics.add(
                new Metric.Buckets(labels, in.readLong(), in.readDouble(), points(in), false));
        default -> throw new IOException("unknown kind of metric");
      }
    }
    return new Family(name, type, help, metrics);
  }

  private static MetricType type(String word) throws IOException {
    for (MetricType type : MetricType.values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IOException("unknown type '" + word + "'");
  }

  private static List<Metric.Point> points(DataInputStream in) throws IOException {
    List<Metric.Point> points = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      points.add(new Metric.Point(in.readDouble(), in.readDouble()));
    }
    return points;
  }

  private static SortedMap<String, String> labels(DataInputStream in) throws IOException {
    SortedMap<String, String> labels = new TreeMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      labels.put(text(in), text(in));
    }
    return labels;
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(in.readChar());
    }
    return text.toString();
  }
}
