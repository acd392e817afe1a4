package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Mutes the alerts that all its matchers match, for a time; epoch milliseconds. Immutable. */
record Silence(
    String id,
    List<AlertMatcher> matchers,
    long startsAt,
    long endsAt,
    long updatedAt,
    String createdBy,
    String comment,
    Map<String, String> annotations) {
  Silence {
    matchers = List.copyOf(matchers);
    annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /** In the words of the API. */
  enum State {
    ACTIVE("active"),
    PENDING("pending"),
    EXPIRED("expired");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  State state(long now) {
    if (now < startsAt) {
      return State.PENDING;
    }
    return now < endsAt ? State.ACTIVE : State.EXPIRED;
  }

  boolean mutes(Labels labels, long now) {
    return state(now) == State.ACTIVE && AlertMatcher.matchesAll(matchers, labels);
  }

  Silence with(String newId, long start, long end, long now) {
    return new Silence(newId, matchers, start, end, now, createdBy, comment, annotations);
  }
}
