package io.pharos.rule.rules;

import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.toolkit.template.RuleTemplate;
import io.pharos.toolkit.template.TemplateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds what is wrong in a rule file beyond its form. Confined to one thread. */
final class RuleCheck {
  private static final Pattern LEGACY_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final String file;
  private final QueryEngine engine;
  private final List<String> errors = new ArrayList<>();

  RuleCheck(String file, QueryEngine engine) {
    this.file = file;
    this.engine = engine;
  }

  /** All that is wrong, a line each. */
  List<String> check(RuleFile content) {
    Set<String> names = new HashSet<>();
    for (RuleFile.Group group : content.groups()) {
      if (group.name().isEmpty()) {
        errors.add(file + ": Groupname must not be empty");
      } else if (!names.add(group.name())) {
        errors.add(file + ": groupname: \"" + group.name() + "\" is repeated in the same file");
      }
      for (Map.Entry<String, String> label : new TreeMap<>(group.labels()).entrySet()) {
        if (!isLabelName(label.getKey())) {
          errors.add(
              file + ": group \"" + group.name() + "\": invalid label name: " + label.getKey());
        }
      }
      for (int i = 0; i < group.rules().size(); i++) {
        RuleFile.Entry entry = group.rules().get(i);
        String place =
            "group \"" + group.name() + "\", rule " + (i + 1) + ", \"" + entry.name() + "\": ";
        rule(place, entry, group.labels());
      }
    }
    return errors;
  }

  private void rule(String place, RuleFile.Entry rule, Map<String, String> groupLabels) {
    boolean records = !rule.record().isEmpty();
    boolean alerts = !rule.alert().isEmpty();
    if (records && alerts) {
      error(place, "only one of 'record' and 'alert' must be set");
    } else if (!records && !alerts) {
      error(place, "one of 'record' or 'alert' must be set");
    }
    expression(place, rule.expr());
    if (records) {
      recording(place, rule);
    }
    for (Map.Entry<String, String> label : new TreeMap<>(rule.labels()).entrySet()) {
      if (!isLabelName(label.getKey())) {
        error(place, "invalid label name: " + label.getKey());
      }
    }
    for (String name : new TreeMap<>(rule.annotations()).keySet()) {
      if (!LEGACY_NAME.matcher(name).matches()) {
        error(place, "invalid annotation name: " + name);
      }
    }
    if (alerts) {
      templates(place, rule, groupLabels);
    }
  }

  private void expression(String place, String expression) {
    if (expression.isEmpty()) {
      error(place, "field 'expr' must be set in rule");
      return;
    }
    try {
      ParsedQuery parsed = engine.parse(expression);
      if (parsed.text().isEmpty()) {
        error(place, "could not parse expression: no expression found in input");
      }
    } catch (QueryException e) {
      error(place, "could not parse expression: " + e.getMessage());
    }
  }

  private void recording(String place, RuleFile.Entry rule) {
    if (!rule.annotations().isEmpty()) {
      error(place, "invalid field 'annotations' in recording rule");
    }
    if (!rule.hold().isZero()) {
      error(place, "invalid field 'for' in recording rule");
    }
    if (!rule.keepFiringFor().isZero()) {
      error(place, "invalid field 'keep_firing_for' in recording rule");
    }
    if (rule.record().indexOf('{') >= 0 || rule.record().indexOf('}') >= 0) {
      error(
          place,
          "braces present in the recording rule name; should it be in expr?: " + rule.record());
    }
  }

  private void templates(String place, RuleFile.Entry rule, Map<String, String> groupLabels) {
    TreeMap<String, String> labels = new TreeMap<>(groupLabels);
    labels.putAll(rule.labels());
    template(place, "label", rule.alert(), labels);
    template(place, "annotation", rule.alert(), new TreeMap<>(rule.annotations()));
  }

  private void template(String place, String kind, String alert, Map<String, String> texts) {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        RuleTemplate.parse(alert, text.getValue());
      } catch (TemplateException e) {
        error(place, kind + " \"" + text.getKey() + "\": " + e.getMessage());
      }
    }
  }

  private static boolean isLabelName(String name) {
    return !name.isEmpty() && !name.equals("__name__");
  }

  private void error(String place, String reason) {
    errors.add(file + ": " + place + reason);
  }
}
