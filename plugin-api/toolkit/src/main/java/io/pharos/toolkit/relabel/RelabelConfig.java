package io.pharos.toolkit.relabel;

import io.pharos.model.relabel.RelabelAction;
import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.config.Default;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.regex.Regex;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * A relabelling rule as a file states it; {@link #rule} checks what depends on the naming scheme.
 * Immutable.
 */
public record RelabelConfig(
    List<String> sourceLabels,
    @Default(RelabelRule.DEFAULT_SEPARATOR) String separator,
    @Default(RelabelRule.DEFAULT_REGEX) String regex,
    @Default("0") String modulus,
    @Default("") String targetLabel,
    @Default(RelabelRule.DEFAULT_REPLACEMENT) String replacement,
    @Default("replace") String action) {
  private static final Regex LEGACY_TEMPLATE =
      Regex.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");
  private static final BigInteger MAX_MODULUS =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  public RelabelConfig {
    sourceLabels = List.copyOf(sourceLabels);
    try {
      Regex.compile(regex);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(ConfigException.Code.INVALID, String.valueOf(e.getMessage()), e);
    }
    for (String name : sourceLabels) {
      if (!NameScheme.UTF8.isLabelName(name)) {
        throw new ConfigException(GoQuote.quote(name) + " is not a valid label name");
      }
    }
    checkFields(
        word(action), modulus(modulus), separator, regex, targetLabel, replacement, sourceLabels);
  }

  /** The rule; target and replacement are checked against the scheme. */
  public RelabelRule rule(NameScheme scheme) {
    RelabelAction word = word(action);
    boolean hasTarget =
        word == RelabelAction.REPLACE
            || word == RelabelAction.HASHMOD
            || word == RelabelAction.LOWERCASE
            || word == RelabelAction.UPPERCASE
            || word == RelabelAction.KEEPEQUAL
            || word == RelabelAction.DROPEQUAL;
    boolean template = word == RelabelAction.REPLACE && targetLabel.indexOf('$') >= 0;
    if (hasTarget && !isName(targetLabel, template, scheme)) {
      throw invalid("target_label", targetLabel, word);
    }
    if (word == RelabelAction.LABELMAP && !isName(replacement, true, scheme)) {
      throw invalid("replacement", replacement, word);
    }
    return new RelabelRule(
        sourceLabels, separator, regex, modulus(modulus), targetLabel, replacement, word);
  }

  private static boolean isName(String name, boolean template, NameScheme scheme) {
    return (template && scheme == NameScheme.LEGACY)
        ? LEGACY_TEMPLATE.matches(name)
        : scheme.isLabelName(name);
  }

  private static ConfigException invalid(String key, String value, RelabelAction action) {
    return new ConfigException(
        GoQuote.quote(value) + " is invalid '" + key + "' for " + action.word() + " action");
  }

  private static RelabelAction word(String action) {
    try {
      return RelabelAction.valueOf(action.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "unknown relabel action " + GoQuote.quote(action), e);
    }
  }

  /** An unsigned number of 64 bits; a fraction is cut off. */
  private static long modulus(String text) {
    try {
      BigInteger number = new BigDecimal(text.strip()).toBigInteger();
      if (number.signum() >= 0 && number.compareTo(MAX_MODULUS) <= 0) {
        return number.longValue();
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "modulus: not a number: " + GoQuote.quote(text), e);
    }
    throw new ConfigException("modulus: cannot unmarshal `" + text + "` into uint64");
  }

  private static void checkFields(
      RelabelAction action,
      long modulus,
      String separator,
      String regex,
      String target,
      String replacement,
      List<String> sources) {
    boolean plainReplacement = replacement.equals(RelabelRule.DEFAULT_REPLACEMENT);
    boolean plainRegex = regex.equals(RelabelRule.DEFAULT_REGEX);
    boolean plainSeparator = separator.equals(RelabelRule.DEFAULT_SEPARATOR);
    switch (action) {
      case REPLACE -> needTarget(action, target);
      case HASHMOD -> {
        if (modulus == 0) {
          throw new ConfigException("relabel configuration for hashmod requires non-zero modulus");
        }
        needTarget(action, target);
      }
      case LOWERCASE, UPPERCASE -> {
        needTarget(action, target);
        noReplacement(action, plainReplacement);
      }
      case KEEPEQUAL, DROPEQUAL -> {
        needTarget(action, target);
        noReplacement(action, plainReplacement);
        if (!plainRegex || modulus != 0 || !plainSeparator) {
          throw new ConfigException(
              action.word()
                  + " action requires only 'source_labels' and `target_label`, and no other fields");
        }
      }
      case LABELDROP, LABELKEEP -> {
        if (!sources.isEmpty()
            || !target.isEmpty()
            || modulus != 0
            || !plainSeparator
            || !plainReplacement) {
          throw new ConfigException(
              action.word() + " action requires only 'regex', and no other fields");
        }
      }
      case KEEP, DROP, LABELMAP -> {}
    }
  }

  private static void needTarget(RelabelAction action, String target) {
    if (target.isEmpty()) {
      throw new ConfigException(
          "relabel configuration for " + action.word() + " action requires 'target_label' value");
    }
  }

  private static void noReplacement(RelabelAction action, boolean plain) {
    if (!plain) {
      throw new ConfigException("'replacement' can not be set for " + action.word() + " action");
    }
  }
}
