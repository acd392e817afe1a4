package com.example.trouble;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Ways in which a plugin can misbehave. */
final class Mischief {
  private static final int MEGABYTE = 1 << 20;
  private static final int PAUSE_NANOS = 20_000_000;

  private Mischief() {}

  static void of(String how, String place) {
    switch (how) {
      case "throw" -> throw new IllegalStateException("trouble in " + place);
      case "error" -> throw new StackOverflowError("trouble in " + place);
      case "hang" -> hang();
      case "sleep" -> sleep();
      case "hoard" -> hoard(true);
      case "hoard_on" -> hoard(false);
      default -> {}
    }
  }

  /** Never returns, whoever asks for it. */
  private static void hang() {
    Object never = new Object();
    synchronized (never) {
      while (true) {
        try {
          never.wait();
        } catch (InterruptedException e) {
          // that is the mischief
        }
      }
    }
  }

  /** Returns when it is interrupted, and not before. */
  private static void sleep() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }

  private static void hoard(boolean untilInterrupted) {
    List<byte[]> hoard = new ArrayList<>();
    while (!untilInterrupted || !Thread.currentThread().isInterrupted()) {
      hoard.add(new byte[MEGABYTE]);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IllegalStateException("gave back " + hoard.size() + " megabytes");
  }
}
