package io.pharos.kernel.config;

import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.Kind;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The files and flags of one moment, parsed; it binds the records of instances. Made anew for every
 * reload. Confined to one thread while it binds.
 */
public final class Configuration {
  /** The file of the server, prometheus.yml. */
  public static final String SERVER = "server";

  private static final String STORAGE = "storage";

  private final Flags flags;
  private final Sections sections;
  private final Problems problems = new Problems();
  private final Map<String, YamlDocument> documents = new LinkedHashMap<>();
  private final Map<String, ConfigPrinter> printers = new LinkedHashMap<>();
  private final Map<ExtensionConfig, RecordBinder.Origin> origins = RecordBinder.newOrigins();

  /**
   * Reads and parses the files.
   *
   * @param files by the names that descriptors use
   */
  public Configuration(Flags flags, Map<String, Path> files, Sections sections) {
    this.flags = flags;
    this.sections = sections;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      YamlDocument document = YamlDocument.read(file.getValue());
      if (file.getKey().equals(SERVER)) {
        document = Environment.expand(document, problems);
      }
      documents.put(file.getKey(), document);
    }
  }

  /** Whether a file is configured. */
  public boolean has(String file) {
    return documents.containsKey(file);
  }

  /** Whether a file states a section. */
  public boolean states(String file, String key) {
    YamlDocument document = documents.get(file);
    return document != null && document.find(key, problems) != null;
  }

  /** The storage that is chosen. */
  public String storageBackend() {
    YamlDocument document = documents.get(SERVER);
    Node node = document == null ? null : document.find(STORAGE + ".backend", problems);
    return node instanceof ScalarNode scalar ? scalar.getValue() : "tsdb";
  }

  public Flags flags() {
    return flags;
  }

  public Problems problems() {
    return problems;
  }

  /** Checks every top-level key, and the shared sections that the kernel itself owns. */
  public void checkSections() {
    for (Map.Entry<String, YamlDocument> entry : documents.entrySet()) {
      YamlDocument document = entry.getValue();
      Node root = document.root();
      if (YamlDocument.isNull(root)) {
        continue;
      }
      if (!(root instanceof MappingNode mapping)) {
        problems.error(
            ConfigException.Code.INVALID, document, root, "", "expected a mapping of sections");
        continue;
      }
      for (Map.Entry<String, NodeTuple> section :
          document.entries(mapping, "", problems).entrySet()) {
        check(entry.getKey(), document, section.getKey(), section.getValue().getKeyNode());
      }
      if (entry.getKey().equals(SERVER)) {
        Object global =
            binder(SERVER, document)
                .record(GlobalConfig.class, document.find("global", problems), "global", Set.of());
        if (global instanceof GlobalConfig bound) {
          printer(SERVER).addSection("global", bound);
        }
        checkStorage(document);
      }
    }
  }

  private void check(String file, YamlDocument document, String key, Node node) {
    boolean own = file.equals(SERVER) && (key.equals("global") || key.equals(STORAGE));
    if (own || sections.isOwned(file, key)) {
      return;
    }
    String unloaded = sections.unloadedOwner(file, key);
    if (unloaded != null) {
      problems.error(
          ConfigException.Code.MISSING_PLUGIN,
          document,
          node,
          key,
          "belongs to plugin " + unloaded + ", which is not loaded");
    } else if (KeyCatalogue.isSection(file, key)) {
      if (!key.equals("runtime")) {
        problems.warn(
            document, node, key, "known section, but no loaded plugin owns it; it is passed over");
      }
    } else if (sections.isLenient()) {
      problems.warn(document, node, key, "no loaded plugin owns this section; it is passed over");
    } else {
      problems.error(
          ConfigException.Code.UNKNOWN_KEY,
          document,
          node,
          key,
          "unknown key '" + key + "'" + Nearest.hint(key, knownSections(file)));
    }
  }

  private Set<String> knownSections(String file) {
    Set<String> known = new HashSet<>(sections.owned(file));
    known.addAll(KeyCatalogue.sections(file));
    return known;
  }

  private void checkStorage(YamlDocument document) {
    Node storage = document.find(STORAGE, problems);
    if (storage == null) {
      return;
    }
    if (!(storage instanceof MappingNode mapping)) {
      if (!YamlDocument.isNull(storage)) {
        problems.error(
            ConfigException.Code.INVALID, document, storage, STORAGE, "expected a mapping");
      }
      return;
    }
    Set<String> known = new HashSet<>(sections.types(Kind.STORAGE));
    known.add("backend");
    known.add("exemplars");
    known.add("tsdb");
    for (Map.Entry<String, NodeTuple> entry :
        document.entries(mapping, STORAGE, problems).entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.error(
            ConfigException.Code.UNKNOWN_KEY,
            document,
            entry.getValue().getKeyNode(),
            STORAGE + "." + entry.getKey(),
            "unknown key '" + entry.getKey() + "'" + Nearest.hint(entry.getKey(), known));
      }
    }
  }

  /** Binds the record of an instance that the kernel makes; null if it cannot be bound. */
  public @Nullable Record bind(Descriptor plugin, Kind kind, String type, Class<?> configType) {
    String file = fileOf(plugin);
    YamlDocument document = documents.get(file);
    if (document == null) {
      document = new YamlDocument(file, Path.of(""), null);
    }
    RecordBinder binder = binder(file, document);
    Object bound;
    if (kind == Kind.STORAGE) {
      String path = STORAGE + "." + type;
      bound = binder.record(configType, document.find(path, problems), path, Set.of());
    } else {
      bound = binder.sections(configType, sections.openKeys(file));
    }
    if (RecordBinder.isFailed(bound)) {
      return null;
    }
    Record config = (Record) bound;
    if (kind == Kind.STORAGE) {
      printer(file).addSection(STORAGE + "." + type, config);
    } else {
      printer(file).addSections(config);
    }
    return config;
  }

  /** Binds the settings of an extension again, for a new version of it; null if it cannot. */
  public @Nullable ExtensionConfig rebind(ExtensionConfig config, Class<? extends Record> type) {
    for (Map.Entry<ExtensionConfig, RecordBinder.Origin> known : origins.entrySet()) {
      if (known.getKey().equals(config)) {
        RecordBinder.Origin origin = known.getValue();
        Object bound =
            binder(origin.file(), origin.document())
                .record(
                    type, origin.node(), origin.path(), origin.named() ? Set.of("type") : Set.of());
        if (RecordBinder.isFailed(bound)) {
          return null;
        }
        ExtensionConfig again = new ExtensionConfig(config.kind(), config.type(), (Record) bound);
        origins.put(again, origin);
        return again;
      }
    }
    return null;
  }

  /** A file as YAML for people, secrets hidden; "" if there is none. */
  public String shown(String file) {
    ConfigPrinter printer = printers.get(file);
    return printer == null ? "" : printer.print();
  }

  private ConfigPrinter printer(String file) {
    return printers.computeIfAbsent(
        file, name -> new ConfigPrinter((kind, type) -> sections.extensions().keyOf(kind, type)));
  }

  private RecordBinder binder(String file, YamlDocument document) {
    return new RecordBinder(document, file, sections.extensions(), flags, problems, origins);
  }

  private static String fileOf(Descriptor plugin) {
    return plugin.sections().isEmpty() ? SERVER : plugin.sections().getFirst().file();
  }
}
