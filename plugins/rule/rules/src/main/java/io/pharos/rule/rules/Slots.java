package io.pharos.rule.rules;

import io.pharos.toolkit.hash.Hash64;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The moments at which a group is evaluated: multiples of its interval, moved by an offset that
 * spreads groups evenly. Immutable.
 */
record Slots(long intervalMillis, long offsetNanos) {
  private static final long NANOS = 1_000_000;

  /** The slots of a group. */
  static Slots of(GroupPlan plan) {
    return of(plan.file(), plan.name(), plan.intervalMillis());
  }

  static Slots of(String file, String name, long intervalMillis) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : new String[] {"file", file, "name", name}) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      length(bytes, utf8.length);
      bytes.writeBytes(utf8);
    }
    long hash = Hash64.of(bytes.toByteArray());
    return new Slots(intervalMillis, Long.remainderUnsigned(hash, intervalMillis * NANOS));
  }

  private static void length(ByteArrayOutputStream bytes, int length) {
    if (length < 255) {
      bytes.write(length);
    } else {
      bytes.write(255);
      bytes.write(length);
      bytes.write(length >> 8);
      bytes.write(length >> 16);
    }
  }

  /** The first slot after a moment, in epoch milliseconds. */
  long after(long millis) {
    // slots lie between milliseconds; a sample's time is the whole one below
    long interval = intervalMillis * NANOS;
    long nanos = millis * NANOS + NANOS - 1 - offsetNanos;
    long slot = Math.floorDiv(nanos, interval) * interval + offsetNanos + interval;
    return Math.floorDiv(slot, NANOS);
  }
}
