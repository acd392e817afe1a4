package io.pharos.rule.rules;

import java.util.List;
import java.util.Map;

/**
 * A group as its file has it, checked. Immutable; two are equal when nothing differs.
 *
 * @param limit 0 for none
 */
record GroupPlan(
    String file,
    String name,
    long intervalMillis,
    long queryOffsetMillis,
    long limit,
    List<RulePlan> rules) {
  GroupPlan {
    rules = List.copyOf(rules);
  }

  /** Names the group among all: {@code file;name}. */
  String key() {
    return file + ";" + name;
  }

  /** How queries of the group are named in the query log. */
  Map<String, String> origin() {
    return Map.of("file", file, "name", name);
  }
}
