package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Gauge;
import io.pharos.spi.runtime.Scheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files again when they have changed, which is looked for every few seconds, and all of them
 * every refresh interval. A file that cannot be read keeps what it gave before. Confined to one
 * task.
 */
final class FileDiscoverer implements Discoverer {
  private static final Logger log = LoggerFactory.getLogger(FileDiscoverer.class);

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final long MAX_BYTES = 64L << 20;

  private final FileConfig config;
  private final Context context;
  private final Counter readErrors;
  private final Family<Gauge> modified;

  /** How many groups each file gave, and what it looked like then. */
  private final Map<String, Known> known = new HashMap<>();

  private long lastRefresh = Long.MIN_VALUE;
  private Scheduler.@Nullable Task task;

  FileDiscoverer(FileConfig config, Context context) {
    this.config = config;
    this.context = context;
    readErrors =
        context
            .metrics()
            .counter("prometheus_sd_file_read_errors_total", "The number of File-SD read errors.")
            .with();
    modified =
        context
            .metrics()
            .gauge(
                "prometheus_sd_file_mtime_seconds",
                "Timestamp (mtime) of files read by FileSD. Timestamp is set at read time.",
                "filename");
  }

  @Override
  public void start(Sink sink) {
    Duration period =
        config.refreshInterval().compareTo(LOOK) < 0 ? config.refreshInterval() : LOOK;
    task = context.scheduler().every("file", Duration.ZERO, period, () -> look(sink));
  }

  private void look(Sink sink) {
    long now = context.clock().millis();
    boolean all =
        lastRefresh == Long.MIN_VALUE || now - lastRefresh >= config.refreshInterval().toMillis();
    if (all) {
      lastRefresh = now;
    }
    List<TargetGroup> groups = new ArrayList<>();
    Set<String> present = new LinkedHashSet<>();
    for (Path file : files()) {
      present.add(file.toString());
      read(file, all, groups);
    }
    for (String file : List.copyOf(known.keySet())) {
      if (!present.contains(file)) {
        Known gone = known.remove(file);
        modified.remove(file);
        for (int i = 0; gone != null && i < gone.groups; i++) {
          groups.add(empty(file, i));
        }
      }
    }
    if (!groups.isEmpty()) {
      sink.publish(groups);
    }
  }

  private void read(Path file, boolean all, List<TargetGroup> groups) {
    String name = file.toString();
    Known before = known.get(name);
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      long time = now.lastModifiedTime().toMillis();
      if (!all && before != null && before.time == time && before.size == now.size()) {
        return;
      }
      if (now.size() > MAX_BYTES) {
        throw new ConfigException("larger than " + MAX_BYTES + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      List<GroupReader.Group> found =
          name.toLowerCase(Locale.ROOT).endsWith(".json")
              ? GroupReader.json(bytes)
              : GroupReader.yaml(new String(bytes, StandardCharsets.UTF_8));
      for (int i = 0; i < found.size(); i++) {
        GroupReader.Group group = found.get(i);
        Labels labels = group.labels().toBuilder().set("__meta_filepath", name).build();
        groups.add(new TargetGroup(source(name, i), group.targets(), labels));
      }
      for (int i = found.size(); before != null && i < before.groups; i++) {
        groups.add(empty(name, i));
      }
      known.put(name, new Known(found.size(), time, now.size()));
      modified.with(name).set(time / 1000.0);
    } catch (NoSuchFileException e) {
      log.debug("file of targets is gone path={}", name); // the next look takes its groups away
    } catch (IOException | ConfigException e) {
      readErrors.inc();
      log.warn("reading targets failed path={} error={}", name, e.getMessage());
      if (before != null) {
        known.put(name, new Known(before.groups, -1, -1));
      }
    }
  }

  /** The files that match now, in the order of the configuration. */
  private Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    for (String pattern : config.files()) {
      Path path = Path.of(pattern.replace("*", "_")).toAbsolutePath();
      Path folder = path.getParent();
      if (!pattern.contains("*")) {
        if (Files.exists(path)) {
          files.add(Path.of(pattern));
        }
      } else if (folder != null) {
        String glob = pattern.substring(pattern.lastIndexOf('/') + 1);
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(folder, glob)) {
          List<Path> sorted = new ArrayList<>();
          matching.forEach(sorted::add);
          sorted.sort(null);
          files.addAll(sorted);
        } catch (IOException e) {
          log.debug("folder of targets cannot be read path={} error={}", folder, e.getMessage());
        }
      }
    }
    return files;
  }

  private static TargetGroup empty(String file, int index) {
    return new TargetGroup(source(file, index), List.of(), Labels.empty());
  }

  private static String source(String file, int index) {
    return file + ":" + index;
  }

  @Override
  public void close() {
    Scheduler.Task running = task;
    if (running != null) {
      running.close();
    }
  }

  /** What is known of a file. Immutable. */
  private record Known(int groups, long time, long size) {}
}
