package io.pharos.storage.tsdb.index;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an RE2 expression that was checked before and makes an automaton of it that accepts exactly
 * the texts that the whole expression matches. What is rare (flags, word borders, Unicode classes,
 * anchors within) or would grow too large gives none, and the caller tries the expression itself.
 * Confined to one thread.
 */
final class Re2Automaton {
  private static final int WORK_LIMIT = 10_000;
  private static final int MAX_STATES = 20_000;
  private static final int MAX_POINT = Character.MAX_CODE_POINT;

  private final String text;
  private int at;

  /** Thrown inside for what is left to the caller. */
  private static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1L;

    Unsupported() {
      super("unsupported", null, false, false);
    }
  }

  private Re2Automaton(String text) {
    this.text = text;
  }

  /** A deterministic automaton, or null. */
  static @Nullable Automaton of(String expression) {
    Re2Automaton parser = new Re2Automaton(expression);
    try {
      Automaton all = parser.alternation();
      if (parser.at != expression.length() || all.getNumStates() > MAX_STATES) {
        return null;
      }
      return Operations.determinize(all, WORK_LIMIT);
    } catch (Unsupported | TooComplexToDeterminizeException e) {
      return null;
    }
  }

  private Automaton alternation() throws Unsupported {
    List<Automaton> choices = new ArrayList<>();
    choices.add(concatenation());
    while (at < text.length() && text.charAt(at) == '|') {
      at++;
      choices.add(concatenation());
    }
    return choices.size() == 1 ? choices.getFirst() : Operations.union(choices);
  }

  private Automaton concatenation() throws Unsupported {
    List<Automaton> parts = new ArrayList<>();
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      parts.add(repetition());
    }
    return switch (parts.size()) {
      case 0 -> Automata.makeEmptyString();
      case 1 -> parts.getFirst();
      default -> Operations.concatenate(parts);
    };
  }

  private Automaton repetition() throws Unsupported {
    Automaton one = atom();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '*') {
        at++;
        one = Operations.repeat(one);
      } else if (c == '+') {
        at++;
        one = Operations.repeat(one, 1);
      } else if (c == '?') {
        at++;
        one = Operations.optional(one);
      } else if (c == '{' && isBounds()) {
        one = bounds(one);
      } else {
        return one;
      }
      if (at < text.length() && text.charAt(at) == '?') {
        at++; // laziness makes no difference to what is matched
      }
      if (one.getNumStates() > MAX_STATES) {
        throw new Unsupported();
      }
    }
    return one;
  }

  /** Whether a brace starts a repetition; else it is a character like others. */
  private boolean isBounds() {
    int end = text.indexOf('}', at);
    return end > 0 && text.substring(at, end + 1).matches("\\{\\d{1,4}(,\\d{0,4})?\\}");
  }

  private Automaton bounds(Automaton one) throws Unsupported {
    int end = text.indexOf('}', at);
    String inside = text.substring(at + 1, end);
    at = end + 1;
    int comma = inside.indexOf(',');
    int least = Integer.parseInt(comma < 0 ? inside : inside.substring(0, comma));
    if ((long) Math.max(1, least) * one.getNumStates() > MAX_STATES) {
      throw new Unsupported();
    }
    if (comma < 0) {
      return Operations.repeat(one, least, least);
    }
    if (comma == inside.length() - 1) {
      return Operations.repeat(one, least);
    }
    int most = Integer.parseInt(inside.substring(comma + 1));
    if ((long) most * one.getNumStates() > MAX_STATES) {
      throw new Unsupported();
    }
    return Operations.repeat(one, least, most);
  }

  private Automaton atom() throws Unsupported {
    int point = text.codePointAt(at);
    int start = at;
    at += Character.charCount(point);
    return switch (point) {
      case '.' -> Automata.makeAnyChar();
      case '(' -> group();
      case '[' -> bracket().automaton();
      case '\\' -> escape().automaton();
      case '^' -> {
        if (start != 0) {
          throw new Unsupported();
        }
        yield Automata.makeEmptyString();
      }
      case '$' -> {
        if (at != text.length()) {
          throw new Unsupported();
        }
        yield Automata.makeEmptyString();
      }
      case '*', '+', '?' -> throw new Unsupported();
      default -> Automata.makeChar(point);
    };
  }

  private Automaton group() throws Unsupported {
    if (text.startsWith("?:", at)) {
      at += 2;
    } else if (text.startsWith("?P<", at) || text.startsWith("?<", at)) {
      at = text.indexOf('>', at) + 1;
    } else if (text.startsWith("?", at)) {
      throw new Unsupported();
    }
    Automaton inside = alternation();
    if (at >= text.length() || text.charAt(at) != ')') {
      throw new Unsupported();
    }
    at++;
    return inside;
  }

  private Ranges escape() throws Unsupported {
    if (at >= text.length()) {
      throw new Unsupported();
    }
    int point = text.codePointAt(at);
    at += Character.charCount(point);
    return switch (point) {
      case 'd' -> Ranges.digits();
      case 'D' -> Ranges.digits().negated();
      case 'w' -> Ranges.words();
      case 'W' -> Ranges.words().negated();
      case 's' -> Ranges.blanks();
      case 'S' -> Ranges.blanks().negated();
      case 'n' -> Ranges.of('\n');
      case 't' -> Ranges.of('\t');
      case 'r' -> Ranges.of('\r');
      case 'f' -> Ranges.of('\f');
      case 'v' -> Ranges.of(0x0B);
      case 'a' -> Ranges.of(0x07);
      default -> {
        if (point < 0x80 && !Character.isLetterOrDigit(point)) {
          yield Ranges.of(point);
        }
        throw new Unsupported();
      }
    };
  }

  private Ranges bracket() throws Unsupported {
    boolean isNegated = at < text.length() && text.charAt(at) == '^';
    if (isNegated) {
      at++;
    }
    Ranges all = new Ranges();
    boolean isFirst = true;
    while (at < text.length() && (isFirst || text.charAt(at) != ']')) {
      if (text.startsWith("[:", at)) {
        throw new Unsupported();
      }
      isFirst = false;
      Ranges low = member();
      boolean isRange =
          low.isOne()
              && at + 1 < text.length()
              && text.charAt(at) == '-'
              && text.charAt(at + 1) != ']';
      if (isRange) {
        at++;
        Ranges high = member();
        if (!high.isOne()) {
          throw new Unsupported();
        }
        all.add(low.first(), high.first());
      } else {
        all.addAll(low);
      }
    }
    if (at >= text.length()) {
      throw new Unsupported();
    }
    at++;
    return isNegated ? all.negated() : all;
  }

  private Ranges member() throws Unsupported {
    if (at >= text.length()) {
      throw new Unsupported();
    }
    int point = text.codePointAt(at);
    at += Character.charCount(point);
    return point == '\\' ? escape() : Ranges.of(point);
  }

  /** A set of characters. Confined to one thread. */
  private static final class Ranges {
    /** First and last in turn. */
    private final List<int[]> ranges = new ArrayList<>();

    static Ranges of(int point) {
      return new Ranges().add(point, point);
    }

    static Ranges digits() {
      return new Ranges().add('0', '9');
    }

    static Ranges words() {
      return new Ranges().add('0', '9').add('A', 'Z').add('_', '_').add('a', 'z');
    }

    static Ranges blanks() {
      return new Ranges().add('\t', '\n').add('\f', '\r').add(' ', ' ');
    }

    Ranges add(int low, int high) {
      ranges.add(new int[] {low, high});
      return this;
    }

    void addAll(Ranges others) {
      ranges.addAll(others.ranges);
    }

    boolean isOne() {
      return ranges.size() == 1 && ranges.getFirst()[0] == ranges.getFirst()[1];
    }

    int first() {
      return ranges.getFirst()[0];
    }

    Ranges negated() {
      ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
      Ranges rest = new Ranges();
      int next = 0;
      for (int[] range : ranges) {
        if (range[0] > next) {
          rest.add(next, range[0] - 1);
        }
        next = Math.max(next, range[1] + 1);
      }
      if (next <= MAX_POINT) {
        rest.add(next, MAX_POINT);
      }
      return rest;
    }

    Automaton automaton() {
      Automaton automaton = new Automaton();
      int start = automaton.createState();
      int end = automaton.createState();
      automaton.setAccept(end, true);
      for (int[] range : ranges) {
        if (range[0] <= range[1]) {
          automaton.addTransition(start, end, range[0], range[1]);
        }
      }
      automaton.finishState();
      return automaton;
    }
  }
}
