package io.pharos.kernel.lifecycle;

import io.pharos.kernel.config.Flags;
import io.pharos.kernel.host.SiteSettings;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.PluginSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a kernel is started. Immutable.
 *
 * @param role the site that this process is for: {@code server} runs everything, another role only
 *     what its plugin brings
 * @param files configuration files by the names that descriptors use; read again at each reload
 * @param plugins what was found, with its descriptor, in the order of loading
 * @param rejected lines for what was found and cannot be loaded, by path
 * @param data the folder of the kernel's own files
 * @param startedAt when the process started, in epoch milliseconds
 * @param drain how long running requests may take when the server ends
 * @param callLimit how long a call of a plugin may take
 */
public record KernelOptions(
    Flags flags,
    String role,
    Map<String, Path> files,
    PluginSources sources,
    List<Candidate> plugins,
    List<Rejected> rejected,
    List<SiteSettings> sites,
    Path data,
    String version,
    long startedAt,
    Duration drain,
    Duration callLimit) {
  public KernelOptions {
    files = Map.copyOf(files);
    plugins = List.copyOf(plugins);
    rejected = List.copyOf(rejected);
    sites = List.copyOf(sites);
  }

  /** A plugin that may be loaded. Immutable. */
  public record Candidate(PluginSources.Found found, Descriptor descriptor) {}

  /** A plugin that may not. Immutable. */
  public record Rejected(PluginSources.Found found, String id, String reason) {}
}
