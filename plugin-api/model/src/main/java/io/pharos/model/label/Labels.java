package io.pharos.model.label;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a series: names and values, sorted by name in the order of {@link LabelOrder},
 * each name once, no empty value. Immutable.
 */
public final class Labels implements Comparable<Labels>, Iterable<Label> {
  private static final Labels EMPTY = new Labels(new String[0]);

  /** Names at even places, the values behind them. */
  private final String[] pairs;

  private int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /** No labels. */
  public static Labels empty() {
    return EMPTY;
  }

  /**
   * Labels of names and values in turn, in any order; pairs with an empty value are left out.
   *
   * @throws IllegalArgumentException if the count is odd or a name comes twice
   */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a name without a value: " + Arrays.toString(namesAndValues));
    }
    LabelsBuilder builder = new LabelsBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (builder.get(namesAndValues[i]) != null) {
        throw new IllegalArgumentException("label name twice: " + namesAndValues[i]);
      }
      builder.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** Labels of a map; pairs with an empty value are left out. */
  public static Labels of(Map<String, String> labels) {
    LabelsBuilder builder = new LabelsBuilder();
    labels.forEach(builder::set);
    return builder.build();
  }

  /** Labels of a collection; of two with one name the later counts. */
  public static Labels of(Collection<Label> labels) {
    LabelsBuilder builder = new LabelsBuilder();
    labels.forEach(label -> builder.set(label.name(), label.value()));
    return builder.build();
  }

  /**
   * Takes over an array that is known to be sorted, without repeated names and empty values; it
   * must not be changed afterwards. For code that reads label sets which were checked before.
   */
  public static Labels ofSorted(String[] namesAndValues) {
    return namesAndValues.length == 0 ? EMPTY : new Labels(namesAndValues);
  }

  /** The number of labels. */
  public int size() {
    return pairs.length / 2;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** The name at a place from 0 to {@code size() - 1}. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** The value at a place from 0 to {@code size() - 1}. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The value of a name, null where it is absent. */
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** The value of a name; an absent label has the value {@code ""}, as in matching. */
  public String valueOf(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  /** Whether the name is there. */
  public boolean has(String name) {
    return get(name) != null;
  }

  /** The value of {@code __name__}, or {@code ""}. */
  public String metricName() {
    return valueOf(Label.NAME);
  }

  /** A builder that starts with these labels. */
  public LabelsBuilder toBuilder() {
    return new LabelsBuilder(this);
  }

  /** These labels without one name. */
  public Labels without(String name) {
    return has(name) ? toBuilder().remove(name).build() : this;
  }

  /** Names and values as a map in the order of names; a copy. */
  public Map<String, String> toMap() {
    var map = new java.util.LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Override
  public Iterator<Label> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < pairs.length;
      }

      @Override
      public Label next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        next += 2;
        return new Label(pairs[next - 2], pairs[next - 1]);
      }
    };
  }

  /**
   * Pair by pair in {@link LabelOrder}: name, then value; the shorter of two equal starts first.
   */
  @Override
  public int compareTo(Labels other) {
    int length = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < length; i++) {
      int order = LabelOrder.compare(pairs[i], other.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels labels && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(pairs);
      hash = known;
    }
    return known;
  }

  /**
   * In the form {@code {a="1", b="2"}} with the escapes of Go's %q for quotes, backslashes and
   * control characters.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      if (i > 0) {
        text.append(", ");
      }
      text.append(requireNonNull(pairs[i])).append("=\"");
      escape(pairs[i + 1], text);
      text.append('"');
    }
    return text.append('}').toString();
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }
}
