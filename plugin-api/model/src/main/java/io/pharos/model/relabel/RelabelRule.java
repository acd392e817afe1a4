package io.pharos.model.relabel;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One relabelling rule; the tool kit's {@code Relabelling} applies it. Immutable.
 *
 * @param regex RE2 text, matched against the whole of the joined source values
 * @param modulus above 0 for {@link RelabelAction#HASHMOD}
 */
public record RelabelRule(
    List<String> sourceLabels,
    String separator,
    String regex,
    long modulus,
    String targetLabel,
    String replacement,
    RelabelAction action) {
  public static final String DEFAULT_SEPARATOR = ";";
  public static final String DEFAULT_REGEX = "(.*)";
  public static final String DEFAULT_REPLACEMENT = "$1";

  public RelabelRule {
    sourceLabels = List.copyOf(sourceLabels);
    requireNonNull(separator, "separator");
    requireNonNull(regex, "regex");
    requireNonNull(targetLabel, "targetLabel");
    requireNonNull(replacement, "replacement");
    requireNonNull(action, "action");
  }
}
