package io.pharos.kernel.config;

import io.pharos.model.label.Labels;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.ConfigException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Binds nodes of one document to records, and gathers everything that is wrong on the way. Made for
 * one pass. Confined to one thread.
 */
final class RecordBinder {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 2_000_000;

  /** Stands for a value that could not be bound; its reason is among the problems. */
  private enum Outcome {
    FAILED
  }

  private final YamlDocument document;
  private final String file;
  private final Extensions extensions;
  private final Problems problems;
  private final Map<ExtensionConfig, Origin> origins;
  private final @Nullable Flags flags;
  private final Map<Class<?>, RecordShape> shapes = new HashMap<>();
  private Map<String, Set<String>> claimed = Map.of();
  private int nodes;

  /**
   * Where an extension's settings stand, so that they can be bound again for a new version of it.
   *
   * @param node null where nothing is stated
   */
  record Origin(
      YamlDocument document, String file, @Nullable Node node, String path, boolean named) {}

  /** A binder of one document; {@code flags} is null where records may not name any. */
  RecordBinder(
      YamlDocument document,
      String file,
      Extensions extensions,
      @Nullable Flags flags,
      Problems problems,
      Map<ExtensionConfig, Origin> origins) {
    this.document = document;
    this.file = file;
    this.extensions = extensions;
    this.flags = flags;
    this.problems = problems;
    this.origins = origins;
  }

  /** Whether a bound value stands for one that could not be bound. */
  static boolean isFailed(@Nullable Object value) {
    return value instanceof Outcome;
  }

  /** A table of origins. */
  static Map<ExtensionConfig, Origin> newOrigins() {
    return new IdentityHashMap<>();
  }

  RecordShape shape(Class<?> type) {
    RecordShape shape = shapes.get(type);
    if (shape == null) {
      shape = new RecordShape(type);
      shapes.put(type, shape);
    }
    return shape;
  }

  /**
   * Binds a mapping, or nothing, to a record.
   *
   * @param foreign keys that belong to others; null if others check the keys of this mapping
   */
  Object record(Class<?> type, @Nullable Node node, String path, @Nullable Set<String> foreign) {
    Map<String, NodeTuple> entries = Map.of();
    if (!YamlDocument.isNull(node)) {
      if (!(node instanceof MappingNode mapping)) {
        return fail(node, path, "expected a mapping");
      }
      if (path.chars().filter(c -> c == '.' || c == '[').count() > MAX_DEPTH) {
        return fail(node, path, "nested too deep");
      }
      entries = document.entries(mapping, path, problems);
    }
    Set<String> used = new HashSet<>(foreign == null ? entries.keySet() : foreign);
    return components(type, entries, used, YamlDocument.isNull(node) ? null : node, path, true);
  }

  /**
   * Binds a record whose components are sections of the document; keys of no component belong to
   * others.
   *
   * @param openKeys keys of open sections that others claim, by section
   */
  Object sections(Class<?> type, Map<String, Set<String>> openKeys) {
    claimed = openKeys;
    return record(type, document.root(), "", null);
  }

  /** Binds the components of a record from the entries of the mapping that it stands in. */
  private Object components(
      Class<?> type,
      Map<String, NodeTuple> entries,
      Set<String> used,
      @Nullable Node node,
      String path,
      boolean outermost) {
    List<RecordShape.Part> parts = shape(type).parts();
    @Nullable Object[] values = new @Nullable Object[parts.size()];
    boolean failed = false;
    int before = problems.count();
    for (int i = 0; i < values.length; i++) {
      RecordShape.Part part = parts.get(i);
      if (isOpenList(part)) {
        continue;
      }
      if (part.flag() != null) {
        values[i] = flag(part, part.flag());
      } else if (part.shared() != null) {
        values[i] = shared(part, part.shared());
      } else if (part.key().isEmpty()) {
        values[i] = components(part.type(), entries, used, node, path, false);
      } else {
        used.add(part.key());
        NodeTuple tuple = entries.get(part.key());
        Node value = tuple == null ? null : YamlDocument.resolve(tuple.getValueNode());
        values[i] = part(part, value, node, join(path, part.key()));
      }
      failed |= isFailed(values[i]);
    }
    if (outermost) {
      failed |= !leftovers(type, parts, values, entries, used, path);
    }
    if (failed || problems.count() > before) {
      return Outcome.FAILED;
    }
    try {
      return shape(type).make(values);
    } catch (ConfigException e) {
      problems.error(e.code(), document, node, path, e.getMessage());
      return Outcome.FAILED;
    }
  }

  private static boolean isOpenList(RecordShape.Part part) {
    return part.open() != null && part.type() == List.class;
  }

  /** Gives keys that no component has to the open list of the record, or reports them. */
  private boolean leftovers(
      Class<?> type,
      List<RecordShape.Part> parts,
      @Nullable Object[] values,
      Map<String, NodeTuple> entries,
      Set<String> used,
      String path) {
    boolean good = true;
    Map<String, List<ExtensionConfig>> taken = new LinkedHashMap<>();
    for (RecordShape.Part part : parts) {
      if (isOpenList(part) && part.open() != null) {
        taken.put(part.open(), new ArrayList<>());
      }
    }
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      if (!used.contains(entry.getKey())) {
        good &= leftover(type, entry.getKey(), entry.getValue(), taken, path);
      }
    }
    for (int i = 0; i < values.length; i++) {
      RecordShape.Part part = parts.get(i);
      if (isOpenList(part) && part.open() != null) {
        values[i] = List.copyOf(taken.getOrDefault(part.open(), List.of()));
      }
    }
    return good;
  }

  private boolean leftover(
      Class<?> type,
      String key,
      NodeTuple tuple,
      Map<String, List<ExtensionConfig>> taken,
      String path) {
    Node keyNode = tuple.getKeyNode();
    for (Map.Entry<String, List<ExtensionConfig>> kind : taken.entrySet()) {
      switch (extensions.byKey(kind.getKey(), key)) {
        case Extensions.Answer.Found found -> {
          return openItems(
              kind.getKey(),
              found,
              YamlDocument.resolve(tuple.getValueNode()),
              join(path, key),
              kind.getValue());
        }
        case Extensions.Answer.Missing missing -> {
          return missing(missing, keyNode, join(path, key));
        }
        case Extensions.Answer.Unknown _ -> {}
      }
    }
    String plugin = extensions.catalogued(file, join(path.replaceAll("\\[\\d+]", ""), key));
    if (plugin != null) {
      problems.warn(document, keyNode, join(path, key), plugin);
      return true;
    }
    List<String> known = new ArrayList<>();
    for (RecordShape.Part part : shape(type).parts()) {
      if (!part.key().isEmpty() && !isOpenList(part)) {
        known.add(part.key());
      } else if (part.key().isEmpty()) {
        shape(part.type()).parts().forEach(inner -> known.add(inner.key()));
      }
    }
    for (String kind : taken.keySet()) {
      known.addAll(extensions.offered(kind));
    }
    problems.error(
        ConfigException.Code.UNKNOWN_KEY,
        document,
        keyNode,
        join(path, key),
        "unknown key '" + key + "'" + Nearest.hint(key, known));
    return false;
  }

  private boolean missing(Extensions.Answer.Missing missing, @Nullable Node node, String path) {
    if (!missing.fatal()) {
      problems.warn(document, node, path, missing.reason());
      return true;
    }
    problems.error(ConfigException.Code.MISSING_PLUGIN, document, node, path, missing.reason());
    return false;
  }

  private boolean openItems(
      String kind,
      Extensions.Answer.Found found,
      Node value,
      String path,
      List<ExtensionConfig> into) {
    if (YamlDocument.isNull(value)) {
      return true;
    }
    if (!(value instanceof SequenceNode sequence)) {
      fail(value, path, "expected a list");
      return false;
    }
    boolean good = true;
    int index = 0;
    for (Node item : sequence.getValue()) {
      Node node = YamlDocument.resolve(item);
      String at = path + "[" + index++ + "]";
      if (YamlDocument.isNull(node)) {
        fail(node, at, "empty or null item in a list");
        good = false;
        continue;
      }
      Object bound = record(found.configType(), node, at, Set.of());
      if (isFailed(bound)) {
        good = false;
      } else {
        into.add(extension(kind, found.type(), (Record) bound, node, at, false));
      }
    }
    return good;
  }

  private ExtensionConfig extension(
      String kind, String type, Record bound, @Nullable Node node, String path, boolean named) {
    ExtensionConfig config = new ExtensionConfig(kind, type, bound);
    origins.put(config, new Origin(document, file, node, path, named));
    return config;
  }

  private @Nullable Object flag(RecordShape.Part part, String name) {
    if (flags == null) {
      return fail(null, "--" + name, "a flag cannot be read here");
    }
    List<String> values = flags.all(name);
    if (values.isEmpty()) {
      Object zero =
          part.defaultText() == null && !part.nullable() ? Scalars.zero(part.type()) : null;
      return zero != null ? zero : unstated(part, null, "--" + name);
    }
    try {
      if (part.type() == List.class) {
        List<String> items = new ArrayList<>();
        for (String value : values) {
          items.addAll(List.of(value.split(", *", -1)));
        }
        return List.copyOf(items);
      }
      return Scalars.read(part.type(), values.getLast());
    } catch (ConfigException e) {
      return fail(null, "--" + name, e.getMessage());
    }
  }

  /** Binds a section that others read too; who owns it checks its keys. */
  private @Nullable Object shared(RecordShape.Part part, String section) {
    Node node = document.find(section, problems);
    if (!part.type().isRecord() || Scalars.isScalar(part.type())) {
      return part(part, node, null, section);
    }
    if (YamlDocument.isNull(node) && part.nullable()) {
      return null;
    }
    return record(part.type(), node, section, null);
  }

  /** Binds one component from its value, or from nothing. */
  @Nullable Object part(
      RecordShape.Part part, @Nullable Node value, @Nullable Node around, String path) {
    if (part.open() != null) {
      return named(part.open(), value, path);
    }
    if (value == null || YamlDocument.isNull(value)) {
      return unstated(part, around, path);
    }
    Object bound = value(part.generic(), value, path);
    return part.relativePath() && !isFailed(bound) ? beside(bound) : bound;
  }

  /** The value of a component that nothing states. */
  @Nullable Object unstated(RecordShape.Part part, @Nullable Node around, String path) {
    Class<?> type = part.type();
    if (part.defaultText() != null) {
      try {
        Object value = text(type, part.defaultText());
        return part.relativePath() ? beside(value) : value;
      } catch (ConfigException e) {
        return fail(around, path, "bad default: " + e.getMessage());
      }
    }
    if (part.nullable()) {
      return null;
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Set.class) {
      return Set.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == Labels.class) {
      return Labels.empty();
    }
    if (type.isRecord() && !Scalars.isScalar(type)) {
      return components(type, Map.of(), new HashSet<>(), around, path, true);
    }
    return fail(around, path, "must be stated");
  }

  /** A value of a type from one text: of a default, a flag. */
  static Object text(Class<?> type, String text) {
    if (type == List.class || type == Set.class) {
      List<String> items = text.isEmpty() ? List.of() : List.of(text.split(", *", -1));
      return type == List.class ? items : Set.copyOf(items);
    }
    return Scalars.read(type, text);
  }

  private Object value(Type type, Node node, String path) {
    if (++nodes > MAX_NODES) {
      return fail(node, path, "too many values");
    }
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Class<?> raw = (Class<?>) parameterized.getRawType();
      if (raw == Map.class) {
        return map(arguments[1], node, path);
      }
      Object list = list(arguments[0], node, path);
      return raw == Set.class && !isFailed(list) ? Set.copyOf((List<?>) list) : list;
    }
    Class<?> raw = (Class<?>) type;
    if (raw == Labels.class) {
      return labels(node, path);
    }
    if (raw == RelabelRule.class) {
      return relabelRule(node, path);
    }
    if (Scalars.isScalar(raw)) {
      return scalar(raw, node, path);
    }
    return record(raw, node, path, claimed.getOrDefault(path, Set.of()));
  }

  private Object scalar(Class<?> type, Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      return fail(node, path, "expected one value");
    }
    try {
      return Scalars.read(type, textOf(scalar));
    } catch (ConfigException e) {
      return fail(node, path, e.getMessage());
    }
  }

  /** The text of a scalar, {@code !!binary} decoded. */
  static String textOf(ScalarNode scalar) {
    if (!scalar.getTag().equals(new Tag("tag:yaml.org,2002:binary"))) {
      return scalar.getValue();
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(scalar.getValue());
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new ConfigException(ConfigException.Code.INVALID, "not a valid UTF-8 text", e);
    }
  }

  private Object list(Type itemType, Node node, String path) {
    if (!(node instanceof SequenceNode sequence)) {
      if (node instanceof ScalarNode && itemType == String.class) {
        // the originals' parser takes one text for a list of one
        Object only = scalar(String.class, node, path);
        return isFailed(only) ? Outcome.FAILED : List.of(only);
      }
      return fail(node, path, "expected a list");
    }
    List<Object> items = new ArrayList<>(sequence.getValue().size());
    boolean failed = false;
    for (Node item : sequence.getValue()) {
      Node at = YamlDocument.resolve(item);
      String itemPath = path + "[" + items.size() + "]";
      Object bound =
          YamlDocument.isNull(at)
              ? fail(at, itemPath, "empty or null item in a list")
              : value(itemType, at, itemPath);
      failed |= isFailed(bound);
      items.add(bound);
    }
    return failed ? Outcome.FAILED : List.copyOf(items);
  }

  private Object map(Type valueType, Node node, String path) {
    if (!(node instanceof MappingNode mapping)) {
      return fail(node, path, "expected a mapping");
    }
    Map<String, Object> bound = new LinkedHashMap<>();
    boolean failed = false;
    for (Map.Entry<String, NodeTuple> entry :
        document.entries(mapping, path, problems).entrySet()) {
      Node at = YamlDocument.resolve(entry.getValue().getValueNode());
      String valuePath = join(path, entry.getKey());
      Object value;
      if (!YamlDocument.isNull(at)) {
        value = value(valueType, at, valuePath);
      } else if (valueType == String.class) {
        value = "";
      } else if (valueType instanceof Class<?> raw && raw.isRecord()) {
        value = record(raw, null, valuePath, Set.of());
      } else {
        value = fail(at, valuePath, "has no value");
      }
      failed |= isFailed(value);
      bound.put(entry.getKey(), value);
    }
    return failed ? Outcome.FAILED : java.util.Collections.unmodifiableMap(bound);
  }

  private Object labels(Node node, String path) {
    Object map = map(String.class, node, path);
    if (isFailed(map)) {
      return Outcome.FAILED;
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
      String name = (String) entry.getKey();
      if (name.isEmpty()) {
        return fail(node, path, "\"\" is not a valid label name");
      }
      labels.put(name, (String) entry.getValue());
    }
    return Labels.of(labels);
  }

  private Object relabelRule(Node node, String path) {
    Object bound = record(RelabelRules.Written.class, node, path, Set.of());
    if (isFailed(bound)) {
      return Outcome.FAILED;
    }
    try {
      return RelabelRules.check((RelabelRules.Written) bound);
    } catch (ConfigException e) {
      return fail(node, path, e.getMessage());
    }
  }

  /** Binds a mapping from names of instances to settings, whose type is the name unless stated. */
  private Object named(String kind, @Nullable Node node, String path) {
    if (YamlDocument.isNull(node)) {
      return Map.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      return fail(node, path, "expected a mapping");
    }
    Map<String, ExtensionConfig> bound = new LinkedHashMap<>();
    boolean failed = false;
    for (Map.Entry<String, NodeTuple> entry :
        document.entries(mapping, path, problems).entrySet()) {
      String at = join(path, entry.getKey());
      Node settings = YamlDocument.resolve(entry.getValue().getValueNode());
      String type = statedType(settings, at, entry.getKey());
      switch (extensions.byType(kind, type)) {
        case Extensions.Answer.Found found -> {
          Object config = record(found.configType(), settings, at, Set.of("type"));
          if (isFailed(config)) {
            failed = true;
          } else {
            bound.put(entry.getKey(), extension(kind, type, (Record) config, settings, at, true));
          }
        }
        case Extensions.Answer.Missing missing ->
            failed |= !missing(missing, entry.getValue().getKeyNode(), at);
        case Extensions.Answer.Unknown _ -> {
          problems.error(
              ConfigException.Code.MISSING_PLUGIN,
              document,
              entry.getValue().getKeyNode(),
              at,
              "unknown " + kind + " '" + type + "'" + Nearest.hint(type, extensions.offered(kind)));
          failed = true;
        }
      }
    }
    return failed ? Outcome.FAILED : java.util.Collections.unmodifiableMap(bound);
  }

  private String statedType(Node settings, String path, String name) {
    if (settings instanceof MappingNode mapping) {
      NodeTuple stated = document.entries(mapping, path, problems).get("type");
      if (stated != null
          && YamlDocument.resolve(stated.getValueNode()) instanceof ScalarNode type) {
        return type.getValue();
      }
    }
    return name;
  }

  /** A path, or a list of them, taken from the folder of the file. */
  private Object beside(Object value) {
    if (value instanceof String text) {
      return text.isEmpty() ? text : document.folder().resolve(text).normalize().toString();
    }
    if (value instanceof Path path) {
      return path.toString().isEmpty() ? path : document.folder().resolve(path).normalize();
    }
    List<Object> resolved = new ArrayList<>();
    for (Object item : (List<?>) value) {
      resolved.add(beside(item));
    }
    return List.copyOf(resolved);
  }

  private Object fail(@Nullable Node node, String path, String message) {
    problems.error(ConfigException.Code.INVALID, document, node, path, message);
    return Outcome.FAILED;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
