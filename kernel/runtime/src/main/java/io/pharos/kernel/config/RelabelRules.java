package io.pharos.kernel.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.pharos.model.relabel.RelabelAction;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.config.Default;
import io.pharos.spi.error.ConfigException;
import java.util.List;
import java.util.Locale;

/** Checks relabelling rules as the original does, with its words. Immutable. */
final class RelabelRules {
  /** A rule as it stands in a file. Immutable. */
  record Written(
      List<String> sourceLabels,
      @Default(RelabelRule.DEFAULT_SEPARATOR) String separator,
      @Default(RelabelRule.DEFAULT_REGEX) String regex,
      @Default("0") long modulus,
      @Default("") String targetLabel,
      @Default(RelabelRule.DEFAULT_REPLACEMENT) String replacement,
      @Default("replace") String action) {}

  private static final Pattern TEMPLATE =
      Pattern.compile("^(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+$");

  private RelabelRules() {}

  /**
   * The rule, if it is one.
   *
   * @throws ConfigException in the original's words
   */
  static RelabelRule check(Written written) {
    RelabelAction action = action(written.action());
    RelabelRule rule =
        new RelabelRule(
            written.sourceLabels(),
            written.separator(),
            written.regex(),
            written.modulus(),
            written.targetLabel(),
            written.replacement(),
            action);
    try {
      Pattern.compile("^(?s:" + rule.regex() + ")$");
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "error parsing regexp: " + e.getMessage(), e);
    }
    for (String label : rule.sourceLabels()) {
      if (label.isEmpty()) {
        throw new ConfigException("\"\" is not a valid label name");
      }
    }
    check(rule, action.word());
    return rule;
  }

  private static void check(RelabelRule rule, String word) {
    boolean customReplacement = !rule.replacement().equals(RelabelRule.DEFAULT_REPLACEMENT);
    boolean customRegex = !rule.regex().equals(RelabelRule.DEFAULT_REGEX);
    boolean customSeparator = !rule.separator().equals(RelabelRule.DEFAULT_SEPARATOR);
    switch (rule.action()) {
      case REPLACE -> target(rule, word);
      case HASHMOD -> {
        if (rule.modulus() <= 0) {
          throw new ConfigException("relabel configuration for hashmod requires non-zero modulus");
        }
        target(rule, word);
      }
      case LOWERCASE, UPPERCASE -> {
        target(rule, word);
        if (customReplacement) {
          throw new ConfigException("'replacement' can not be set for " + word + " action");
        }
      }
      case KEEPEQUAL, DROPEQUAL -> {
        target(rule, word);
        if (customRegex || rule.modulus() != 0 || customSeparator || customReplacement) {
          throw new ConfigException(
              word
                  + " action requires only 'source_labels' and 'target_label', and no other fields");
        }
      }
      case LABELDROP, LABELKEEP -> {
        if (!rule.sourceLabels().isEmpty()
            || !rule.targetLabel().isEmpty()
            || rule.modulus() != 0
            || customSeparator
            || customReplacement) {
          throw new ConfigException(word + " action requires only 'regex', and no other fields");
        }
      }
      case LABELMAP, KEEP, DROP -> {}
    }
  }

  private static void target(RelabelRule rule, String word) {
    String target = rule.targetLabel();
    if (target.isEmpty()) {
      throw new ConfigException(
          "relabel configuration for " + word + " action requires 'target_label' value");
    }
    if (rule.action() == RelabelAction.REPLACE
        && target.indexOf('$') >= 0
        && !TEMPLATE.matcher(target).matches()
        && target.chars().allMatch(c -> c < 0x80)
        && target.contains("${}")) {
      throw new ConfigException(
          "\"" + target + "\" is invalid 'target_label' for " + word + " action");
    }
  }

  private static RelabelAction action(String text) {
    for (RelabelAction action : RelabelAction.values()) {
      if (action.word().equals(text.toLowerCase(Locale.ROOT))) {
        return action;
      }
    }
    throw new ConfigException("unknown relabel action \"" + text + "\"");
  }
}
