package io.pharos.toolkit.template;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template that was read, with those that it and its forerunners define. Immutable.
 *
 * <p>Depth, output and steps of an execution are bounded.
 */
public final class Template {
  private final String name;
  private final Map<String, Tree> trees;
  private final Map<String, Function> functions;

  private Template(String name, Map<String, Tree> trees, Map<String, Function> functions) {
    this.name = name;
    this.trees = trees;
    this.functions = functions;
  }

  /**
   * Reads a template.
   *
   * @param functions beside Go's own
   * @throws TemplateException in Go's words if it is none
   */
  public static Template parse(String name, String text, Map<String, Function> functions) {
    Map<String, Function> all = new LinkedHashMap<>(Builtins.FUNCTIONS);
    all.putAll(functions);
    return new Template(name, Map.of(), Map.copyOf(all)).with(name, text);
  }

  /** The same and one more text, whose definitions win over equal ones before it. */
  public Template with(String otherName, String text) {
    Map<String, Tree> all = new LinkedHashMap<>(trees);
    new Parser(otherName, text, functions.keySet(), all).parse();
    return new Template(otherName, Map.copyOf(all), functions);
  }

  /** The same with other functions of the same names. */
  public Template withFunctions(Map<String, Function> others) {
    Map<String, Function> all = new LinkedHashMap<>(functions);
    all.putAll(others);
    return new Template(name, trees, all);
  }

  /** The name of the text that was read last. */
  public String name() {
    return name;
  }

  /** Whether a template of this name is defined. */
  public boolean defines(String template) {
    return trees.containsKey(template);
  }

  /**
   * Carries the template out.
   *
   * @param data what the dot is
   * @throws TemplateException in Go's words if it fails
   */
  public String execute(@Nullable Object data) {
    return new Executor(trees, functions, name, data).run(requireNonNull(trees.get(name)));
  }

  /** The tree of one template and the text that it stands in. Immutable. */
  record Tree(String parseName, String source, List<Node> body) {
    boolean isEmpty() {
      return Parser.isEmpty(body);
    }
  }
}
