package io.pharos.model.sample;

/** What is known of a histogram's relation to the one before it in its series. */
public enum ResetHint {
  /** Nothing: compare both. */
  UNKNOWN,
  /** A counter that was reset between both. */
  RESET,
  /** A counter that was not reset between both. */
  NOT_RESET,
  /** No counter at all. */
  GAUGE
}
