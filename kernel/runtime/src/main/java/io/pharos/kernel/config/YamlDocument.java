package io.pharos.kernel.config;

import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file as a tree of nodes that know their lines. Immutable.
 *
 * @param name how messages call it
 * @param folder where relative paths in it start
 * @param root null for an empty file
 */
record YamlDocument(String name, Path folder, @Nullable Node root) {
  private static final int MAX_BYTES = 32 << 20;
  private static final int MAX_ALIASES = 1000;

  /** Reads and parses a file. */
  static YamlDocument read(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(
            "file is larger than " + MAX_BYTES + " bytes [file=" + file + "]");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return parse(file.toString(), folder == null ? absolute : folder, text);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "open " + file + ": no such file or directory", e);
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "open " + file + ": " + e.getMessage(), e);
    }
  }

  /** Parses a text. */
  static YamlDocument parse(String name, Path folder, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setUseMarks(true)
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      Node root = new Compose(settings).composeString(text).orElse(null);
      return new YamlDocument(name, folder, root);
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      throw new ConfigException(
          ConfigException.Code.INVALID, name + line + ": not YAML: " + context + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, name + ": not YAML: " + e.getMessage(), e);
    }
  }

  /** Whether a value is absent in effect: an empty scalar, {@code ~} or {@code null}. */
  static boolean isNull(@Nullable Node node) {
    if (node == null) {
      return true;
    }
    if (!(node instanceof ScalarNode scalar) || !scalar.isPlain()) {
      return false;
    }
    String value = scalar.getValue();
    return value.isEmpty()
        || value.equals("~")
        || value.equals("null")
        || value.equals("Null")
        || value.equals("NULL")
        || scalar.getTag().equals(Tag.NULL);
  }

  /**
   * The entries of a mapping in order, merge keys ({@code <<}) resolved; keys that stand twice and
   * keys that are no scalars are problems.
   */
  Map<String, NodeTuple> entries(MappingNode mapping, String path, Problems problems) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    Map<String, NodeTuple> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(resolve(tuple.getKeyNode()) instanceof ScalarNode key)) {
        problems.error(
            ConfigException.Code.INVALID, this, tuple.getKeyNode(), path, "a key must be a text");
        continue;
      }
      if (key.isPlain() && key.getValue().equals("<<")) {
        merge(resolve(tuple.getValueNode()), merged, path, problems, 0);
      } else if (entries.putIfAbsent(key.getValue(), tuple) != null) {
        problems.error(
            ConfigException.Code.INVALID,
            this,
            key,
            path,
            "key '" + key.getValue() + "' stands twice in this mapping");
      }
    }
    for (Map.Entry<String, NodeTuple> entry : merged.entrySet()) {
      entries.putIfAbsent(entry.getKey(), entry.getValue());
    }
    return entries;
  }

  private void merge(
      Node source, Map<String, NodeTuple> into, String path, Problems problems, int depth) {
    if (depth > 20) {
      problems.error(ConfigException.Code.INVALID, this, source, path, "merge keys nest too deep");
    } else if (source instanceof MappingNode mapping) {
      for (Map.Entry<String, NodeTuple> entry : entries(mapping, path, problems).entrySet()) {
        into.putIfAbsent(entry.getKey(), entry.getValue());
      }
    } else if (source instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        merge(resolve(item), into, path, problems, depth + 1);
      }
    } else {
      problems.error(
          ConfigException.Code.INVALID, this, source, path, "a merge key needs a mapping");
    }
  }

  /** The node behind an alias. */
  static Node resolve(Node node) {
    Node at = node;
    while (at instanceof AnchorNode anchor) {
      at = anchor.getRealNode();
    }
    return at;
  }

  /** The value of a dotted path of keys, null where there is none. */
  @Nullable Node find(String dottedPath, Problems problems) {
    Node at = root == null ? null : resolve(root);
    for (String key : dottedPath.split("\\.", -1)) {
      if (!(at instanceof MappingNode mapping)) {
        return null;
      }
      NodeTuple tuple = entries(mapping, "", problems).get(key);
      if (tuple == null) {
        return null;
      }
      at = resolve(tuple.getValueNode());
    }
    return at;
  }
}
