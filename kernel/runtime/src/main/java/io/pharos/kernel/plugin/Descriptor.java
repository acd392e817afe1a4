package io.pharos.kernel.plugin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin says of itself without loading a class of it. Immutable.
 *
 * @param requires the version of the SPI that it was built against
 * @param sections the top-level keys that it owns
 * @param conditions sections ({@code file:key}) and flags ({@code --name}) of which one must be
 *     stated for its roots to be made; empty for always
 * @param commands sub-commands and their one line of help
 * @param site the site that it declares, null for none
 * @param ports the port of the original exporter, by type of exporter
 */
public record Descriptor(
    String id,
    String version,
    String requires,
    String provider,
    String description,
    List<Extension> extensions,
    List<Section> sections,
    List<String> conditions,
    List<FlagSpec> flags,
    Map<String, String> commands,
    @Nullable SiteSpec site,
    Map<String, Integer> ports) {
  public Descriptor {
    extensions = List.copyOf(extensions);
    sections = List.copyOf(sections);
    conditions = List.copyOf(conditions);
    flags = List.copyOf(flags);
    commands = Map.copyOf(commands);
    ports = Map.copyOf(ports);
  }

  /** Whether it offers this extension. */
  public boolean offers(Kind kind, String type) {
    for (Extension extension : extensions) {
      if (extension.kind() == kind && extension.type().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * An extension that it offers. Immutable.
   *
   * @param configKey the key that lists its entries in a file, "" where none does
   */
  public record Extension(Kind kind, String type, String configKey) {
    @Override
    public String toString() {
      return kind.word() + ":" + type;
    }
  }

  /**
   * A key that it owns. Immutable.
   *
   * @param file {@code server} for prometheus.yml, {@code alertmanager} for alertmanager.yml
   * @param key a top-level key; with a dot, a key of an open section that others own
   */
  public record Section(String file, String key) {
    @Override
    public String toString() {
      return file + ":" + key;
    }
  }
}
