package io.pharos.ingest.scrape;

import io.pharos.model.sample.Metadata;
import io.pharos.model.sample.MetricType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target says of its metric families; one that is not stated in ten complete scrapes is
 * forgotten. Written by the loop, read by requests. Thread-safe.
 */
final class MetadataCache {
  private static final int KEPT_SCRAPES = 10;

  private final Map<String, Family> families = new HashMap<>();
  private final List<@Nullable Family> bySlot = new ArrayList<>();
  private final Deque<Integer> freeSlots = new ArrayDeque<>();
  private int scrape;

  /** The number by which the family is touched as long as it is known. */
  synchronized int slot(String name) {
    return family(name).slot;
  }

  /** Says that a line about the family came again, unchanged. */
  synchronized void touch(int slot) {
    Family family = bySlot.get(slot);
    if (family != null) {
      family.seen = scrape;
    }
  }

  /** All that is known of a family at once. */
  synchronized void family(String name, Metadata known) {
    Family family = family(name);
    family.type = known.type();
    family.help = known.help();
    family.unit = known.unit();
  }

  synchronized void type(String name, MetricType type) {
    family(name).type = type;
  }

  synchronized void help(String name, String help) {
    family(name).help = help;
  }

  synchronized void unit(String name, String unit) {
    family(name).unit = unit;
  }

  /** Ends a complete scrape: forgets what was not stated for long. */
  synchronized void end() {
    families
        .values()
        .removeIf(
            family -> {
              boolean forgotten = scrape - family.seen > KEPT_SCRAPES;
              if (forgotten) {
                bySlot.set(family.slot, null);
                freeSlots.push(family.slot);
              }
              return forgotten;
            });
    scrape++;
  }

  /** Families by name; a copy. */
  synchronized Map<String, Metadata> all() {
    Map<String, Metadata> all = HashMap.newHashMap(families.size());
    families.forEach((name, family) -> all.put(name, family.metadata()));
    return Collections.unmodifiableMap(all);
  }

  /** What is known of one family. */
  synchronized @Nullable Metadata get(String name) {
    Family family = families.get(name);
    return family == null ? null : family.metadata();
  }

  synchronized int size() {
    return families.size();
  }

  /** Roughly how much text is kept. */
  synchronized long bytes() {
    long bytes = 0;
    for (Family family : families.values()) {
      bytes +=
          (long) family.name.length()
              + family.help.length()
              + family.unit.length()
              + family.type.word().length();
    }
    return bytes;
  }

  private Family family(String name) {
    Family family = families.get(name);
    if (family == null) {
      Integer slot = freeSlots.poll();
      if (slot == null) {
        slot = bySlot.size();
        bySlot.add(null);
      }
      family = new Family(name, slot);
      families.put(name, family);
      bySlot.set(slot, family);
    }
    family.seen = scrape;
    return family;
  }

  private static final class Family {
    private final String name;
    private final int slot;
    private MetricType type = MetricType.UNKNOWN;
    private String help = "";
    private String unit = "";
    private int seen;

    Family(String name, int slot) {
      this.name = name;
      this.slot = slot;
    }

    Metadata metadata() {
      return new Metadata(type, help, unit);
    }
  }
}
