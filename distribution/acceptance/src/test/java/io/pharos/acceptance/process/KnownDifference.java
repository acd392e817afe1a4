package io.pharos.acceptance.process;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is known to differ between the Prometheus that Debian has (2.42) and the one that Pharos
 * follows (3.14). Each rule names the queries that it may explain, as narrowly as their text
 * allows.
 */
enum KnownDifference {
  ;

  private final Predicate<Case> applies;

  KnownDifference(Predicate<Case> applies) {
    this.applies = applies;
  }

  /** A query, and how both answered. */
  record Case(String query, Answer theirs, Answer ours) {
    boolean has(Pattern pattern) {
      return pattern.matcher(query).find();
    }
  }

  boolean explains(Case difference) {
    return applies.test(difference);
  }
}
