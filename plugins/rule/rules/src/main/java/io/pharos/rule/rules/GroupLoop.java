package io.pharos.rule.rules;

import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates one group at its slots until it is interrupted. Confined to one thread. */
final class GroupLoop implements Scheduler.Loop {
  private static final Logger log = LoggerFactory.getLogger(GroupLoop.class);

  private final RuleGroup group;
  private final Slots slots;
  private final Clock clock;
  private final Scheduler scheduler;
  private final boolean restore;

  /**
   * A loop.
   *
   * @param restore whether alerts have to find out, after the second evaluation, since when they
   *     were active before the start
   */
  GroupLoop(RuleGroup group, Clock clock, Scheduler scheduler, boolean restore) {
    this.group = group;
    this.slots = Slots.of(group.plan());
    this.clock = clock;
    this.scheduler = scheduler;
    this.restore = restore;
  }

  @Override
  public void run() throws InterruptedException {
    long slot = slots.after(clock.millis());
    int evaluations = 0;
    while (!Thread.currentThread().isInterrupted()) {
      scheduler.sleepUntil(slot);
      evaluate(slot);
      if (restore && ++evaluations == 2) {
        group.restore();
      }
      slot = next(slot);
    }
  }

  private void evaluate(long slot) {
    try {
      group.evaluate(slot);
    } catch (RuntimeException e) {
      // the group goes on at its next slot, as it would after any failed rule
      log.error("evaluating group failed group={}", group.plan().key(), e);
    }
  }

  private long next(long slot) {
    long interval = slots.intervalMillis();
    long next = slots.after(slot);
    long late = (clock.millis() - next) / interval;
    if (late > 0) {
      group.missed(late);
      return slots.after(slot + late * interval);
    }
    return next;
  }
}
