package io.pharos.toolkit.relabel;

import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.error.BugException;
import io.pharos.toolkit.regex.Regex;
import io.pharos.toolkit.regex.Replacement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** A list of relabelling rules, ready to be applied in order. Immutable and thread-safe. */
public final class Relabelling {
  /** No rules. */
  public static final Relabelling NONE = of(List.of(), NameScheme.UTF8);

  private final List<Step> steps;
  private final NameScheme scheme;

  private Relabelling(List<Step> steps, NameScheme scheme) {
    this.steps = steps;
    this.scheme = scheme;
  }

  /** Prepares rules; names that a rule makes up are judged by the scheme. */
  public static Relabelling of(List<RelabelRule> rules, NameScheme scheme) {
    return new Relabelling(rules.stream().map(Step::of).toList(), scheme);
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Changes the labels; false where a rule drops them, which ends the work. */
  public boolean apply(LabelsBuilder labels) {
    for (Step step : steps) {
      if (!apply(step, labels)) {
        return false;
      }
    }
    return true;
  }

  private boolean apply(Step step, LabelsBuilder labels) {
    RelabelRule rule = step.rule;
    String source = source(rule, labels);
    switch (rule.action()) {
      case REPLACE -> replace(step, source, labels);
      case KEEP -> {
        return step.regex.matches(source);
      }
      case DROP -> {
        return !step.regex.matches(source);
      }
      case KEEPEQUAL -> {
        return valueOf(labels, rule.targetLabel()).equals(source);
      }
      case DROPEQUAL -> {
        return !valueOf(labels, rule.targetLabel()).equals(source);
      }
      case HASHMOD ->
          labels.set(
              rule.targetLabel(),
              Long.toUnsignedString(Long.remainderUnsigned(hash(source), rule.modulus())));
      case LABELMAP -> map(step, labels);
      case LABELDROP -> removeWhere(step, labels, true);
      case LABELKEEP -> removeWhere(step, labels, false);
      case LOWERCASE -> labels.set(rule.targetLabel(), mapPoints(source, false));
      case UPPERCASE -> labels.set(rule.targetLabel(), mapPoints(source, true));
    }
    return true;
  }

  private void replace(Step step, String source, LabelsBuilder labels) {
    String target = step.rule.targetLabel();
    if (!step.target.isConstant()) {
      target = step.regex.replace(source, step.target);
      if (target == null || !scheme.isLabelName(target)) {
        return;
      }
    }
    String value = step.regex.replace(source, step.replacement);
    if (value != null) {
      labels.set(target, value);
    }
  }

  private static void map(Step step, LabelsBuilder labels) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      String mapped = step.regex.replace(labels.name(i), step.replacement);
      if (mapped != null) {
        found.add(mapped);
        found.add(labels.value(i));
      }
    }
    for (int i = 0; i < found.size(); i += 2) {
      labels.set(found.get(i), found.get(i + 1));
    }
  }

  private static void removeWhere(Step step, LabelsBuilder labels, boolean matching) {
    for (int i = labels.size() - 1; i >= 0; i--) {
      if (step.regex.matches(labels.name(i)) == matching) {
        labels.remove(labels.name(i));
      }
    }
  }

  private static String source(RelabelRule rule, LabelsBuilder labels) {
    List<String> names = rule.sourceLabels();
    if (names.isEmpty()) {
      return "";
    }
    if (names.size() == 1) {
      return valueOf(labels, names.getFirst());
    }
    StringBuilder joined = new StringBuilder(valueOf(labels, names.getFirst()));
    for (int i = 1; i < names.size(); i++) {
      joined.append(rule.separator()).append(valueOf(labels, names.get(i)));
    }
    return joined.toString();
  }

  private static String valueOf(LabelsBuilder labels, String name) {
    String value = labels.get(name);
    return value == null ? "" : value;
  }

  /** The last eight bytes of the MD5, big-endian: how fleets of servers share their targets. */
  private static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong(8);
    } catch (NoSuchAlgorithmException e) {
      throw new BugException(BugException.Code.BROKEN_INVARIANT, "every Java has MD5", e);
    }
  }

  /** Each code point by itself, unlike {@link String#toUpperCase}. */
  private static String mapPoints(String text, boolean upper) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> upper ? Character.toUpperCase(point) : Character.toLowerCase(point))
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private record Step(RelabelRule rule, Regex regex, Replacement target, Replacement replacement) {
    static Step of(RelabelRule rule) {
      return new Step(
          rule,
          Regex.compile(rule.regex()),
          Replacement.of(rule.targetLabel()),
          Replacement.of(rule.replacement()));
    }
  }
}
