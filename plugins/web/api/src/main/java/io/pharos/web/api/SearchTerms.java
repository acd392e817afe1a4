package io.pharos.web.api;

import java.util.List;
import java.util.Locale;

/**
 * What names are searched for: a name is found by the term that fits it best. Immutable.
 *
 * @param terms none finds every name
 * @param threshold the least score of a name that does not hold the term as it is, from 0 to 1
 */
record SearchTerms(List<String> terms, Algorithm algorithm, double threshold, boolean caseMatters) {
  /** How a name is compared with a term that it does not hold as it is. */
  enum Algorithm {
    /** Whether the term's letters come in this order. */
    SUBSEQUENCE("subsequence"),
    /** The similarity of Jaro and Winkler. */
    JARO_WINKLER("jarowinkler");

    private final String word;

    Algorithm(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private static final double NONE = -1;

  /** From 0 to 1 how well a name fits, below 0 where it does not. */
  double score(String name) {
    if (terms.isEmpty()) {
      return 1;
    }
    double best = NONE;
    for (String term : terms) {
      best = Math.max(best, caseMatters ? one(term, name) : one(lower(term), lower(name)));
    }
    return best;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private double one(String term, String name) {
    if (term.equals(name)) {
      return 1;
    }
    double score =
        algorithm == Algorithm.SUBSEQUENCE ? subsequence(term, name) : jaroWinkler(term, name);
    return score >= threshold ? score : NONE;
  }

  /** Runs of letters count by the square of their length, gaps against them. */
  private static double subsequence(String term, String name) {
    if (term.isEmpty()) {
      return 0;
    }
    double sum = 0;
    int at = 0;
    int next = 0;
    while (next < term.length()) {
      int begin = name.indexOf(term.charAt(next), at);
      if (begin < 0) {
        return NONE;
      }
      int run = 0;
      while (next < term.length()
          && begin + run < name.length()
          && name.charAt(begin + run) == term.charAt(next)) {
        run++;
        next++;
      }
      int gap = at == 0 ? 0 : begin - at;
      sum += (double) run * run - (double) gap * gap / name.length();
      at = begin + run;
    }
    double whole = (double) term.length() * term.length();
    return Math.clamp(sum / whole, 0.0, 1.0);
  }

  private static double jaroWinkler(String a, String b) {
    double jaro = jaro(a, b);
    int prefix = 0;
    int most = Math.min(4, Math.min(a.length(), b.length()));
    while (prefix < most && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    return jaro + prefix * 0.1 * (1 - jaro);
  }

  private static double jaro(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return 0;
    }
    int reach = Math.max(0, Math.max(a.length(), b.length()) / 2 - 1);
    boolean[] inA = new boolean[a.length()];
    boolean[] inB = new boolean[b.length()];
    int matches = 0;
    for (int i = 0; i < a.length(); i++) {
      int end = Math.min(b.length(), i + reach + 1);
      for (int j = Math.max(0, i - reach); j < end && !inA[i]; j++) {
        if (!inB[j] && a.charAt(i) == b.charAt(j)) {
          inA[i] = true;
          inB[j] = true;
          matches++;
        }
      }
    }
    if (matches == 0) {
      return 0;
    }
    int swapped = 0;
    int j = 0;
    for (int i = 0; i < a.length(); i++) {
      if (inA[i]) {
        while (!inB[j]) {
          j++;
        }
        swapped += a.charAt(i) == b.charAt(j) ? 0 : 1;
        j++;
      }
    }
    double m = matches;
    return (m / a.length() + m / b.length() + (m - swapped / 2.0) / m) / 3;
  }
}
