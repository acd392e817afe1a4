package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.spi.runtime.Plugins;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every plugin that was found and what became of it. Thread-safe; changed under the kernel's lock.
 */
final class PluginTable implements Plugins {
  /**
   * One plugin. Immutable.
   *
   * @param unit null if it is not loaded
   * @param descriptor null if it could not be read
   */
  record Entry(
      String id,
      PluginSources.Found found,
      @Nullable Descriptor descriptor,
      @Nullable Unit unit,
      State state,
      String error) {
    /** The same plugin, not loaded any more. */
    Entry became(State next, String reason) {
      return new Entry(id, found, descriptor, null, next, reason);
    }
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Retired retired;

  PluginTable(Retired retired) {
    this.retired = retired;
  }

  void put(Entry entry) {
    entries.put(entry.id(), entry);
  }

  void remove(String id) {
    entries.remove(id);
  }

  @Nullable Entry get(String id) {
    return entries.get(id);
  }

  Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Loaded units, by id. */
  List<Unit> units() {
    Map<String, Unit> units = new TreeMap<>();
    for (Entry entry : entries.values()) {
      if (entry.unit() != null && entry.state() == State.LOADED) {
        units.put(entry.id(), entry.unit());
      }
    }
    return List.copyOf(units.values());
  }

  /** Descriptors of what is there but not loaded. */
  List<Descriptor> absent() {
    List<Descriptor> absent = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.state() != State.LOADED && entry.descriptor() != null) {
        absent.add(entry.descriptor());
      }
    }
    return absent;
  }

  @Override
  public List<Plugin> list() {
    List<Plugin> list = new ArrayList<>();
    for (Entry entry : new TreeMap<>(entries).values()) {
      list.add(describe(entry));
    }
    return list;
  }

  @Override
  public OptionalInt originalPort(String exporterType) {
    for (Entry entry : entries.values()) {
      Descriptor descriptor = entry.descriptor();
      Integer port = descriptor == null ? null : descriptor.ports().get(exporterType);
      if (port != null) {
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }

  private Plugin describe(Entry entry) {
    Descriptor descriptor = entry.descriptor();
    Unit unit = entry.unit();
    PluginHealth health = unit == null ? null : unit.health();
    List<String> extensions = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    if (descriptor != null) {
      descriptor.extensions().forEach(extension -> extensions.add(extension.toString()));
      descriptor.sections().forEach(section -> keys.add(section.toString()));
      for (FlagSpec flag : descriptor.flags()) {
        flags.add(flag.name());
      }
    }
    String error = entry.error().isEmpty() && health != null ? health.lastError() : entry.error();
    return new Plugin(
        entry.id(),
        descriptor == null ? "" : descriptor.version(),
        descriptor == null ? "" : descriptor.provider(),
        descriptor == null ? "" : descriptor.description(),
        extensions,
        entry.state(),
        health == null ? Plugins.Health.UP : health.health(),
        error,
        health == null ? 0 : health.failures(),
        health == null ? 0 : health.seconds(),
        health == null ? retired.work(entry.id()).size() : health.runningCount(),
        keys,
        flags);
  }
}
