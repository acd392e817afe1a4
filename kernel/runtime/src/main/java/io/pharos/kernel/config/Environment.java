package io.pharos.kernel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Replaces variables in the values of {@code global.external_labels}. Immutable. */
final class Environment {
  private Environment() {}

  static YamlDocument expand(YamlDocument document, Problems problems) {
    Node labels = document.find("global.external_labels", problems);
    if (!(labels instanceof MappingNode mapping)) {
      return document;
    }
    Map<String, String> environment = System.getenv();
    List<NodeTuple> tuples = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node value = YamlDocument.resolve(tuple.getValueNode());
      if (value instanceof ScalarNode scalar && scalar.getValue().indexOf('$') >= 0) {
        String text = expand(scalar.getValue(), name -> lookUp(environment, name, problems));
        Node replaced =
            new ScalarNode(
                scalar.getTag(),
                true,
                text,
                org.snakeyaml.engine.v2.common.ScalarStyle.DOUBLE_QUOTED,
                scalar.getStartMark(),
                scalar.getEndMark());
        tuples.add(new NodeTuple(tuple.getKeyNode(), replaced));
      } else {
        tuples.add(tuple);
      }
    }
    mapping.setValue(tuples);
    return document;
  }

  private static String lookUp(Map<String, String> environment, String name, Problems problems) {
    @Nullable String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      problems.warn("empty environment variable in external_labels [name=" + name + "]");
      return "";
    }
    return value;
  }

  /** Replaces {@code $NAME} and {@code ${NAME}}; {@code $$} gives a dollar sign. */
  static String expand(String text, UnaryOperator<String> lookUp) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '$' || i + 1 == text.length()) {
        out.append(c);
        i++;
        continue;
      }
      char next = text.charAt(i + 1);
      int end = next == '{' ? text.indexOf('}', i) : nameEnd(text, i + 1);
      if (next == '$') {
        out.append('$');
        i += 2;
      } else if (next == '{' && end > 0) {
        out.append(lookUp.apply(text.substring(i + 2, end)));
        i = end + 1;
      } else if (next != '{' && end > i + 1) {
        out.append(lookUp.apply(text.substring(i + 1, end)));
        i = end;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && (text.charAt(end) == '_' || isWord(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
