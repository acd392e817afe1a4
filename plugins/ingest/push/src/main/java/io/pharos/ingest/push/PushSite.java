package io.pharos.ingest.push;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.FamilySamples;
import io.pharos.ingest.push.store.Consistency;
import io.pharos.ingest.push.store.Groups;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a scrape of the pushed metrics shows: all groups, and the server's own families.
 * Thread-safe.
 */
final class PushSite implements PushedFamilies {
  /** The site of pushed metrics. */
  static final String NAME = "push";

  private final Groups groups;
  private final MetricFamilies families;

  PushSite(Groups groups, MetricFamilies families) {
    this.groups = groups;
    this.families = families;
  }

  /** The server's own families without their samples, with which pushed ones may not collide. */
  static List<Family> own(MetricFamilies families) {
    return families.read(NAME).stream()
        .map(family -> new Family(family.name(), family.type(), family.help(), List.of()))
        .toList();
  }

  @Override
  public void write(MetricSink sink, Collection<String> names) {
    Consistency gathered = groups.gather();
    String problem = gathered.problem();
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    Map<String, @Nullable MetricFamily> own = new TreeMap<>();
    Map<String, Family> pushed = new TreeMap<>();
    for (Family family : gathered.families()) {
      pushed.put(family.name(), family);
      own.put(family.name(), null);
    }
    families.read(NAME).forEach(family -> own.put(family.name(), family));
    own.forEach(
        (name, family) -> {
          if (names.isEmpty() || names.contains(name)) {
            write(family, pushed.get(name), sink);
          }
        });
  }

  private static void write(@Nullable MetricFamily own, @Nullable Family pushed, MetricSink sink) {
    if (own == null) {
      if (pushed != null) {
        FamilySamples.write(pushed, sink);
      }
      return;
    }
    sink.family(own.name(), own.type(), own.help(), "");
    for (MetricSample sample : own.samples()) {
      sink.sample(sample.suffix(), sample.value(), sample.labels().toArray(String[]::new));
    }
    if (pushed != null) {
      FamilySamples.writeSamples(pushed, sink);
    }
  }
}
