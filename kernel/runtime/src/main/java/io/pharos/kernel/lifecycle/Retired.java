package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Descriptor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Versions of plugins that were unloaded, for as long as something keeps their class loaders.
 * Thread-safe.
 */
final class Retired {
  private final List<Version> versions = new CopyOnWriteArrayList<>();

  private record Version(String plugin, PluginHealth health, WeakReference<ClassLoader> loader) {}

  void add(Descriptor descriptor, PluginHealth health, ClassLoader loader) {
    versions.add(new Version(descriptor.id(), health, new WeakReference<>(loader)));
  }

  /** The plugins of which a loader is held. */
  Set<String> plugins() {
    Set<String> plugins = new TreeSet<>();
    for (Version version : held()) {
      plugins.add(version.plugin());
    }
    return plugins;
  }

  /** How many loaders of a plugin are held; the garbage collector frees those without work late. */
  int loaders(String plugin) {
    int count = 0;
    for (Version version : held()) {
      count += version.plugin().equals(plugin) ? 1 : 0;
    }
    return count;
  }

  /** What still runs of unloaded versions of a plugin: the thread and the call it is in. */
  List<String> work(String plugin) {
    List<String> work = new ArrayList<>();
    for (Version version : held()) {
      if (version.plugin().equals(plugin)) {
        for (PluginHealth.Work running : version.health().running()) {
          work.add(running.thread().getName() + " in " + running.what());
        }
      }
    }
    return work;
  }

  private List<Version> held() {
    versions.removeIf(version -> version.loader().refersTo(null));
    return versions;
  }
}
