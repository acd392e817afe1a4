package io.pharos.exporter.node;

import io.pharos.spi.runtime.Clock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The clock, its zone and its sources. Confined to one thread. */
final class TimeCollector implements Collector {
  private static final String FOLDER = "devices/system/clocksource";
  private static final String PREFIX = "clocksource";
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ROOT);

  private final Roots roots;
  private final Clock clock;
  private final ZoneId zone;

  TimeCollector(Roots roots, Clock clock, ZoneId zone) {
    this.roots = roots;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public void collect(Families out) throws IOException {
    long millis = clock.millis();
    ZonedDateTime now = Instant.ofEpochMilli(millis).atZone(zone);
    out.gauge("node_time_seconds", "System time in seconds since epoch (1970).", millis / 1000.0);
    out.gauge(
        "node_time_zone_offset_seconds",
        "System time zone offset in seconds.",
        now.getOffset().getTotalSeconds(),
        "time_zone",
        zone.getId().equals("Z") ? "UTC" : ZONE.format(now));
    for (Path source : sources()) {
      String device = source.getFileName().toString().substring(PREFIX.length());
      String available = Roots.read(source.resolve("available_clocksource"));
      String current = Roots.read(source.resolve("current_clocksource")).strip();
      for (String each : Roots.words(available)) {
        out.gauge(
            "node_time_clocksource_available_info",
            "Available clocksources read from '/sys/devices/system/clocksource'.",
            1,
            "clocksource",
            each,
            "device",
            device);
      }
      out.gauge(
          "node_time_clocksource_current_info",
          "Current clocksource read from '/sys/devices/system/clocksource'.",
          1,
          "clocksource",
          current,
          "device",
          device);
    }
  }

  private List<Path> sources() throws IOException {
    Path folder = roots.sys().resolve(FOLDER);
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, PREFIX + "[0-9]*")) {
        stream.forEach(found::add);
      }
    }
    found.sort(null);
    return found;
  }
}
