package io.pharos.storage.tsdb.query;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.storage.SelectHints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the groups of one selection. For {@code by} the values are compared as codes of the
 * source's dictionary, and as texts only once for each new combination. Thread-safe.
 */
final class Groups {
  private final ReentrantLock lock = new ReentrantLock();
  private final boolean by;
  private final String[] names;
  private final Map<Codes, Integer> byCodes = new HashMap<>();
  private final Map<List<String>, Integer> byTexts = new HashMap<>();
  private final Map<Labels, Integer> byLabels = new HashMap<>();

  Groups(SelectHints hints) {
    by = hints.by();
    names = hints.grouping().toArray(String[]::new);
  }

  int of(Selection source, int index) {
    if (by && names.length == 0) {
      return 0;
    }
    lock.lock();
    try {
      return by ? byCodes(source, index) : byRest(source.labels(index));
    } finally {
      lock.unlock();
    }
  }

  private int byCodes(Selection source, int index) {
    int[] codes = new int[names.length];
    source.codes(index, names, codes);
    Codes key = new Codes(source.dictionary(index), codes);
    Integer known = byCodes.get(key);
    if (known == null) {
      Labels labels = source.labels(index);
      List<String> texts = new ArrayList<>();
      for (String name : names) {
        texts.add(labels.valueOf(name));
      }
      known = byTexts.computeIfAbsent(texts, t -> byTexts.size());
      byCodes.put(key, known);
    }
    return known;
  }

  private int byRest(Labels labels) {
    LabelsBuilder rest = labels.toBuilder().remove(Label.NAME);
    for (String name : names) {
      rest.remove(name);
    }
    return byLabels.computeIfAbsent(rest.build(), l -> byLabels.size());
  }

  private static final class Codes {
    final Object dictionary;
    final int[] codes;

    Codes(Object dictionary, int[] codes) {
      this.dictionary = dictionary;
      this.codes = codes;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a dictionary is only equal to itself
    public boolean equals(@Nullable Object other) {
      return other instanceof Codes key
          && dictionary == key.dictionary
          && Arrays.equals(codes, key.codes);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(dictionary) + Arrays.hashCode(codes);
    }
  }
}
