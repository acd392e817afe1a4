package io.pharos.rule.rules;

import io.pharos.model.label.Labels;
import java.util.Map;

/**
 * An alert of a rule; times in epoch milliseconds, {@link #NEVER} for none. Guarded by the lock of
 * its rule.
 */
final class ActiveAlert {
  static final long NEVER = Long.MIN_VALUE;

  final Labels labels;
  Map<String, String> annotations;
  double value;
  State state = State.PENDING;
  long activeAt;
  long firedAt = NEVER;
  long resolvedAt = NEVER;
  long lastSentAt = NEVER;
  long keepFiringSince = NEVER;
  long validUntil = NEVER;

  ActiveAlert(Labels labels, Map<String, String> annotations, double value, long activeAt) {
    this.labels = labels;
    this.annotations = annotations;
    this.value = value;
    this.activeAt = activeAt;
  }

  /** Whether those who deliver alerts must hear of it now. */
  boolean needsSending(long now, long resendDelay) {
    if (state == State.PENDING) {
      return false;
    }
    if (resolvedAt != NEVER && resolvedAt > lastSentAt) {
      return true;
    }
    return lastSentAt == NEVER || lastSentAt + resendDelay < now;
  }

  View view() {
    return new View(labels, annotations, state, activeAt, keepFiringSince, value);
  }

  /** From low to high. */
  enum State {
    INACTIVE("inactive"),
    PENDING("pending"),
    FIRING("firing");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** What the API shows. Immutable. */
  record View(
      Labels labels,
      Map<String, String> annotations,
      State state,
      long activeAt,
      long keepFiringSince,
      double value) {}
}
