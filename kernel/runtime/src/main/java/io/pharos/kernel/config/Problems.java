package io.pharos.kernel.config;

import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with the configuration, all of it. Confined to one thread. */
public final class Problems {
  private static final int LIMIT = 50;

  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private ConfigException.@Nullable Code code;
  private int left;

  /** Adds an error at a place of a file. */
  void error(
      ConfigException.Code kind,
      YamlDocument document,
      @Nullable Node node,
      String path,
      String message) {
    error(kind, place(document, node, path) + message);
  }

  /** Adds an error without a place. */
  public void error(ConfigException.Code kind, String message) {
    if (code == null) {
      code = kind;
    }
    if (errors.size() < LIMIT) {
      errors.add(message);
    } else {
      left++;
    }
  }

  /** Adds what does not stop the start. */
  void warn(YamlDocument document, @Nullable Node node, String path, String message) {
    warn(place(document, node, path) + message);
  }

  /** Adds what does not stop the start, without a place. */
  public void warn(String message) {
    if (warnings.size() < LIMIT && !warnings.contains(message)) {
      warnings.add(message);
    }
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  public int count() {
    return errors.size() + left;
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Throws one exception with all errors, a line each, if there are any. */
  public void throwIfAny() {
    if (code != null) {
      String more = left == 0 ? "" : "\nand " + left + " more";
      throw new ConfigException(code, String.join("\n", errors) + more);
    }
  }

  private static String place(YamlDocument document, @Nullable Node node, String path) {
    StringBuilder text = new StringBuilder(document.name());
    Mark mark = node == null ? null : node.getStartMark().orElse(null);
    if (mark != null) {
      text.append(':').append(mark.getLine() + 1);
    }
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    return text.toString();
  }
}
