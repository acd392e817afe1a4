package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.PluginSources;
import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the plugin folders again and again, and tells the kernel what came, changed and went. A
 * file counts when it looks the same twice, so that one that is being copied is left alone.
 * Confined to one thread.
 */
public final class FolderWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

  private final PluginSources sources;
  private final Kernel kernel;
  private final Map<Path, String> seen = new HashMap<>();
  private final Map<Path, String> known = new HashMap<>();
  private final Set<String> complaints = new HashSet<>();

  /** A watch that takes what lies there now for known. */
  public FolderWatch(PluginSources sources, Kernel kernel) {
    this.sources = sources;
    this.kernel = kernel;
    for (PluginTable.Entry entry : kernel.table().entries()) {
      seen.put(entry.found().path(), entry.found().stamp());
      known.put(entry.found().path(), entry.found().stamp());
    }
  }

  @Override
  public void run() {
    PluginSources.Listing listing = sources.list();
    for (String error : listing.errors()) {
      if (complaints.add(error)) {
        log.error("plugins: {}", error);
      }
    }
    Set<Path> present = new HashSet<>();
    List<PluginSources.Found> changed = new ArrayList<>();
    for (PluginSources.Found found : listing.plugins()) {
      present.add(found.path());
      String stamp = found.stamp();
      boolean settled = stamp.equals(seen.put(found.path(), stamp));
      if (settled && !stamp.equals(known.get(found.path()))) {
        changed.add(found);
      }
    }
    removeGone(present, changed);
    for (PluginSources.Found found : changed) {
      known.put(found.path(), found.stamp());
      put(found);
    }
  }

  private void removeGone(Set<Path> present, List<PluginSources.Found> changed) {
    List<Path> gone = new ArrayList<>();
    for (Path path : known.keySet()) {
      if (!present.contains(path)) {
        gone.add(path);
      }
    }
    for (Path path : gone) {
      seen.remove(path);
      known.remove(path);
      for (PluginTable.Entry entry : kernel.table().entries()) {
        boolean mine = entry.found().path().equals(path);
        // another file that brings the same plugin replaces it, so there is no gap
        if (mine && !isBroughtAgain(entry.id(), changed)) {
          forget(entry.id());
        }
      }
    }
  }

  private boolean isBroughtAgain(String id, List<PluginSources.Found> changed) {
    for (PluginSources.Found found : changed) {
      if (kernel.idOf(found).equals(id)) {
        return true;
      }
    }
    return false;
  }

  private void forget(String id) {
    try {
      kernel.forget(id);
    } catch (RuntimeException e) {
      log.error("plugin is not removed cleanly [plugin={}, error={}]", id, e.getMessage());
    }
  }

  private void put(PluginSources.Found found) {
    try {
      kernel.put(found);
    } catch (ConfigException e) {
      kernel.reject(found, e);
    } catch (RuntimeException e) {
      log.debug("plugin is not loaded", e);
    }
  }
}
