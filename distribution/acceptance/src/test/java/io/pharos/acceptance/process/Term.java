package io.pharos.acceptance.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a random query: text with holes that other pieces fill. Immutable.
 *
 * @param type what it gives
 * @param texts what stands before, between and behind the holes
 * @param holes the pieces that fill them
 */
record Term(Type type, List<String> texts, List<Term> holes) {
  /** What a piece may stand for. */
  enum Type {
    SCALAR("1"),
    VECTOR("gauge"),
    /** A vector whose values differ from one another, as picking some of them needs. */
    DISTINCT("level"),
    /** The samples of a counter. */
    COUNTER("requests_total[1m]"),
    RANGE("gauge[1m]");

    private final String least;

    Type(String least) {
      this.least = least;
    }

    /** The shortest piece of the type. */
    Term least() {
      return new Term(this, List.of(least), List.of());
    }
  }

  Term {
    texts = List.copyOf(texts);
    holes = List.copyOf(holes);
    if (texts.size() != holes.size() + 1) {
      throw new IllegalArgumentException("texts and holes don't fit: " + texts + " " + holes);
    }
  }

  /** A piece whose template has a {@code #} for each hole. */
  static Term of(Type type, String template, Term... holes) {
    return new Term(type, List.of(template.split("#", -1)), List.of(holes));
  }

  String text() {
    StringBuilder text = new StringBuilder(texts.getFirst());
    for (int i = 0; i < holes.size(); i++) {
      text.append(holes.get(i).text()).append(texts.get(i + 1));
    }
    return text.toString();
  }

  int size() {
    return 1 + holes.stream().mapToInt(Term::size).sum();
  }

  /** Smaller pieces of the same type, the smallest first. */
  List<Term> smaller() {
    List<Term> smaller = new ArrayList<>();
    Term least = type.least();
    if (!text().equals(least.text())) {
      smaller.add(least);
    }
    descendants(this, smaller);
    for (int i = 0; i < holes.size(); i++) {
      for (Term hole : holes.get(i).smaller()) {
        List<Term> changed = new ArrayList<>(holes);
        changed.set(i, hole);
        smaller.add(new Term(type, texts, changed));
      }
    }
    return smaller;
  }

  private void descendants(Term of, List<Term> found) {
    for (Term hole : of.holes) {
      if (hole.type == type) {
        found.add(hole);
      }
      descendants(hole, found);
    }
  }
}
