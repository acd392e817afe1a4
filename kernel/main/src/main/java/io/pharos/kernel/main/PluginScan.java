package io.pharos.kernel.main;

import io.pharos.kernel.lifecycle.KernelOptions.Candidate;
import io.pharos.kernel.lifecycle.KernelOptions.Rejected;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.PluginSources;
import io.pharos.kernel.plugin.PluginStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptors of all plugins that are there, read before the command line is understood.
 * Immutable.
 */
record PluginScan(
    PluginSources sources,
    List<Candidate> candidates,
    List<Rejected> rejected,
    List<String> errors,
    List<String> warnings) {
  static PluginScan of(PluginSources sources) {
    PluginSources.Listing listing = sources.list();
    List<Candidate> candidates = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    PluginStore reader = new PluginStore();
    for (PluginSources.Found found : listing.plugins()) {
      try {
        candidates.add(new Candidate(found, reader.read(found.path())));
      } catch (RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        rejected.add(new Rejected(found, name(found.path()), reason));
      }
    }
    return new PluginScan(sources, candidates, rejected, listing.errors(), listing.warnings());
  }

  List<Descriptor> descriptors() {
    List<Descriptor> descriptors = new ArrayList<>();
    for (Candidate candidate : candidates) {
      descriptors.add(candidate.descriptor());
    }
    return descriptors;
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
