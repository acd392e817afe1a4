package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads lists of target groups as files and HTTP endpoints give them. Thread-safe. */
final class GroupReader {
  private static final JsonFactory JSON = new JsonFactory();

  private GroupReader() {}

  /** A group as it is written. Immutable. */
  record Group(List<Labels> targets, Labels labels) {
    Group {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Reads JSON.
   *
   * @throws ConfigException if it is no list of groups
   */
  static List<Group> json(byte[] text) {
    List<Group> groups = new ArrayList<>();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = in.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return groups;
      }
      expect(first, JsonToken.START_ARRAY, "a list of groups");
      for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
        if (token == JsonToken.VALUE_NULL) {
          throw new ConfigException("nil target group item found (index " + groups.size() + ")");
        }
        expect(token, JsonToken.START_OBJECT, "a group");
        groups.add(jsonGroup(in));
      }
      if (in.nextToken() != null) {
        throw new ConfigException("something follows the list of groups");
      }
    } catch (JacksonException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "not valid JSON: " + e.getOriginalMessage(), e);
    }
    return groups;
  }

  private static Group jsonGroup(JsonParser in) {
    List<Labels> targets = new ArrayList<>();
    LabelsBuilder labels = new LabelsBuilder();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = in.currentName();
      JsonToken value = in.nextToken();
      switch (key) {
        case "targets" -> {
          if (value != JsonToken.VALUE_NULL) {
            expect(value, JsonToken.START_ARRAY, "a list of targets");
            for (JsonToken token = in.nextToken();
                token != JsonToken.END_ARRAY;
                token = in.nextToken()) {
              expect(token, JsonToken.VALUE_STRING, "a target as text");
              targets.add(Labels.of("__address__", in.getString()));
            }
          }
        }
        case "labels" -> {
          if (value != JsonToken.VALUE_NULL) {
            expect(value, JsonToken.START_OBJECT, "labels");
            while (in.nextToken() != JsonToken.END_OBJECT) {
              String name = in.currentName();
              expect(in.nextToken(), JsonToken.VALUE_STRING, "a label's value as text");
              labels.set(name, in.getString());
            }
          }
        }
        default -> throw new ConfigException("unknown field \"" + key + "\" of a target group");
      }
    }
    return new Group(targets, labels.build());
  }

  private static void expect(
      @org.jspecify.annotations.Nullable JsonToken found, JsonToken wanted, String words) {
    if (found != wanted) {
      throw new ConfigException("expected " + words);
    }
  }

  /**
   * Reads YAML.
   *
   * @throws ConfigException if it is no list of groups
   */
  static List<Group> yaml(String text) {
    List<Group> groups = new ArrayList<>();
    Optional<Node> root;
    try {
      root = new Compose(LoadSettings.builder().build()).composeString(text);
    } catch (YamlEngineException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "not valid YAML: " + e.getMessage(), e);
    }
    if (root.isEmpty() || isNull(root.get())) {
      return groups;
    }
    for (Node item : sequence(root.get(), "a list of groups")) {
      if (isNull(item)) {
        throw new ConfigException("nil target group item found (index " + groups.size() + ")");
      }
      groups.add(yamlGroup(item));
    }
    return groups;
  }

  private static Group yamlGroup(Node node) {
    List<Labels> targets = new ArrayList<>();
    LabelsBuilder labels = new LabelsBuilder();
    for (NodeTuple field : mapping(node, "a group")) {
      String key = scalar(field.getKeyNode(), "a key");
      Node value = field.getValueNode();
      switch (key) {
        case "targets" -> {
          if (!isNull(value)) {
            for (Node target : sequence(value, "a list of targets")) {
              targets.add(Labels.of("__address__", scalar(target, "a target as text")));
            }
          }
        }
        case "labels" -> {
          if (!isNull(value)) {
            for (NodeTuple label : mapping(value, "labels")) {
              labels.set(
                  scalar(label.getKeyNode(), "a label's name"),
                  isNull(label.getValueNode())
                      ? ""
                      : scalar(label.getValueNode(), "a label's value"));
            }
          }
        }
        default -> throw new ConfigException("unknown field \"" + key + "\" of a target group");
      }
    }
    return new Group(targets, labels.build());
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static List<Node> sequence(Node node, String words) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw new ConfigException("expected " + words);
  }

  private static List<NodeTuple> mapping(Node node, String words) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue();
    }
    throw new ConfigException("expected " + words);
  }

  private static String scalar(Node node, String words) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new ConfigException("expected " + words);
  }
}
