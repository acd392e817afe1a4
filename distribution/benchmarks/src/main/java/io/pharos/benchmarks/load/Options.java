package io.pharos.benchmarks.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a command line: {@code --name value} pairs, and what follows {@code --}. Immutable.
 */
final class Options {
  private final Map<String, String> values;
  private final List<String> command;

  private Options(Map<String, String> values, List<String> command) {
    this.values = values;
    this.command = command;
  }

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException for a word that is no known option
   */
  static Options parse(List<String> words, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    int i = 0;
    for (; i < words.size() && !words.get(i).equals("--"); i += 2) {
      String word = words.get(i);
      if (!word.startsWith("--") || !known.contains(word.substring(2))) {
        throw new IllegalArgumentException(
            "unknown option '" + word + "'; known: --" + String.join(" --", known));
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException("option " + word + " needs a value");
      }
      values.put(word.substring(2), words.get(i + 1));
    }
    List<String> command = new ArrayList<>();
    if (i < words.size()) {
      command.addAll(words.subList(i + 1, words.size()));
    }
    return new Options(values, command);
  }

  /** The command behind {@code --}; {@code {name}} in its words stands for a value given here. */
  List<String> command(Map<String, String> places) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("no server to start: put its command line behind --");
    }
    return command.stream().map(word -> fill(word, places)).toList();
  }

  static String fill(String text, Map<String, String> places) {
    String filled = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      filled = filled.replace("{" + place.getKey() + "}", place.getValue());
    }
    return filled;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    String text = values.get(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " must be a number, was '" + text + "'", e);
    }
  }

  double real(String name, double otherwise) {
    String text = values.get(name);
    try {
      return text == null ? otherwise : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " must be a number, was '" + text + "'", e);
    }
  }
}
