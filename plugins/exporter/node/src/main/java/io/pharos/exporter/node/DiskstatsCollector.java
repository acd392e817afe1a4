package io.pharos.exporter.node;

import io.pharos.model.sample.MetricType;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What block devices have done, and what they are. Confined to one thread. */
final class DiskstatsCollector implements Collector {
  private static final double SECTOR_BYTES = 512;
  private static final double MILLI = 0.001;

  /** Major number, minor number and name, before the columns. */
  private static final int HEAD = 3;

  /** A line with fewer numbers is of a kernel so old that it means something else. */
  private static final int LEAST_COLUMNS = 11;

  private static final List<Column> COLUMNS =
      List.of(
          counter("reads_completed", "The total number of reads completed successfully.", 1),
          counter("reads_merged", "The total number of reads merged.", 1),
          counter("read_bytes", "The total number of bytes read successfully.", SECTOR_BYTES),
          counter("read_time_seconds", "The total number of seconds spent by all reads.", MILLI),
          counter("writes_completed", "The total number of writes completed successfully.", 1),
          counter("writes_merged", "The number of writes merged.", 1),
          counter("written_bytes", "The total number of bytes written successfully.", SECTOR_BYTES),
          counter(
              "write_time_seconds",
              "This is the total number of seconds spent by all writes.",
              MILLI),
          new Column(
              "node_disk_io_now", MetricType.GAUGE, "The number of I/Os currently in progress.", 1),
          counter("io_time_seconds", "Total seconds spent doing I/Os.", MILLI),
          counter("io_time_weighted_seconds", "The weighted # of seconds spent doing I/Os.", MILLI),
          counter("discards_completed", "The total number of discards completed successfully.", 1),
          counter("discards_merged", "The total number of discards merged.", 1),
          counter("discarded_sectors", "The total number of sectors discarded successfully.", 1),
          counter(
              "discard_time_seconds",
              "This is the total number of seconds spent by all discards.",
              MILLI),
          counter("flush_requests", "The total number of flush requests completed successfully", 1),
          counter(
              "flush_requests_time_seconds",
              "This is the total number of seconds spent by all flush requests.",
              MILLI));

  private final Roots roots;
  private final NameFilter filter;

  DiskstatsCollector(Roots roots, NodeConfig.Diskstats config) {
    this.roots = roots;
    filter = NameFilter.of(config.deviceExclude(), config.deviceInclude());
  }

  private static Column counter(String name, String help, double factor) {
    return new Column("node_disk_" + name + "_total", MetricType.COUNTER, help, factor);
  }

  @Override
  public String name() {
    return "diskstats";
  }

  @Override
  public void collect(Families out) throws IOException {
    List<Device> devices = new ArrayList<>();
    for (String line : Roots.lines(roots.proc().resolve("diskstats"))) {
      String[] words = Roots.words(line);
      int count = Math.min(words.length - HEAD, COLUMNS.size());
      double[] values = new double[Math.max(count, 0)];
      for (int i = 0; i < count; i++) {
        values[i] = Numbers.unsigned(words[i + HEAD]);
      }
      if (count >= LEAST_COLUMNS) {
        devices.add(new Device(words[0], words[1], words[2], values));
      }
    }
    for (Device device : devices) {
      if (filter.isShown(device.name())) {
        columns(device.name(), device.values(), out);
        describe(device.major(), device.minor(), device.name(), out);
      }
    }
  }

  private static void columns(String device, double[] values, Families out) {
    for (int i = 0; i < values.length; i++) {
      Column column = COLUMNS.get(i);
      double value = values[i] * column.factor();
      if (column.type() == MetricType.COUNTER) {
        out.counter(column.name(), column.help(), value, "device", device);
      } else {
        out.gauge(column.name(), column.help(), value, "device", device);
      }
    }
  }

  private void describe(String major, String minor, String device, Families out)
      throws IOException {
    Map<String, String> udev = udev(major, minor);
    Path queue = roots.sys().resolve("block").resolve(device).resolve("queue/rotational");
    String rotational = Roots.readIfPresent(queue);
    out.gauge(
        "node_disk_info",
        "Info of /sys/block/<block_device>.",
        1,
        "device",
        device,
        "major",
        major,
        "minor",
        minor,
        "model",
        udev.getOrDefault("ID_MODEL", ""),
        "path",
        udev.getOrDefault("ID_PATH", ""),
        "revision",
        udev.getOrDefault("ID_REVISION", ""),
        "rotational",
        rotational == null ? "0" : rotational,
        "serial",
        first(udev, "SCSI_IDENT_SERIAL", "ID_SERIAL_SHORT", "ID_SERIAL"),
        "wwn",
        udev.getOrDefault("ID_WWN", ""));
    fileSystem(device, udev, out);
    mapper(device, udev, out);
    if (!first(udev, "ID_ATA").isEmpty()) {
      ata(device, udev, out);
    }
  }

  private static void fileSystem(String device, Map<String, String> udev, Families out) {
    if (first(udev, "ID_FS_TYPE").isEmpty()) {
      return;
    }
    out.gauge(
        "node_disk_filesystem_info",
        "Info about disk filesystem.",
        1,
        "device",
        device,
        "type",
        first(udev, "ID_FS_TYPE"),
        "usage",
        first(udev, "ID_FS_USAGE"),
        "uuid",
        first(udev, "ID_FS_UUID"),
        "version",
        first(udev, "ID_FS_VERSION"));
  }

  private static void mapper(String device, Map<String, String> udev, Families out) {
    if (first(udev, "DM_NAME").isEmpty()) {
      return;
    }
    out.gauge(
        "node_disk_device_mapper_info",
        "Info about disk device mapper.",
        1,
        "device",
        device,
        "lv_layer",
        first(udev, "DM_LV_LAYER"),
        "lv_name",
        first(udev, "DM_LV_NAME"),
        "name",
        first(udev, "DM_NAME"),
        "uuid",
        first(udev, "DM_UUID"),
        "vg_name",
        first(udev, "DM_VG_NAME"));
  }

  private static void ata(String device, Map<String, String> udev, Families out) {
    number(
        "node_disk_ata_write_cache",
        "ATA disk has a write cache.",
        first(udev, "ID_ATA_WRITE_CACHE"),
        device,
        out);
    number(
        "node_disk_ata_write_cache_enabled",
        "ATA disk has its write cache enabled.",
        first(udev, "ID_ATA_WRITE_CACHE_ENABLED"),
        device,
        out);
    number(
        "node_disk_ata_rotation_rate_rpm",
        "ATA disk rotation rate in RPMs (0 for SSDs).",
        first(udev, "ID_ATA_ROTATION_RATE_RPM"),
        device,
        out);
  }

  /** Shows a property that is a number; others are left out. */
  private static void number(String name, String help, String text, String device, Families out) {
    if (text.matches("[0-9]+(\\.[0-9]+)?")) {
      out.gauge(name, help, Double.parseDouble(text), "device", device);
    }
  }

  private static String first(Map<String, String> udev, String... keys) {
    for (String key : keys) {
      String value = udev.getOrDefault(key, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  /** The properties of a device in the database of udev, empty where it has none. */
  private Map<String, String> udev(String major, String minor) throws IOException {
    Map<String, String> properties = new HashMap<>();
    try {
      for (String line : Roots.lines(roots.udev().resolve("b" + major + ":" + minor))) {
        int equals = line.indexOf('=');
        if (line.startsWith("E:") && equals > 0) {
          properties.put(line.substring(2, equals), line.substring(equals + 1));
        }
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    }
    return properties;
  }

  @SuppressWarnings("ArrayRecordComponent") // lives for one collection, compared never
  private record Device(String major, String minor, String name, double[] values) {}

  private record Column(String name, MetricType type, String help, double factor) {}
}
