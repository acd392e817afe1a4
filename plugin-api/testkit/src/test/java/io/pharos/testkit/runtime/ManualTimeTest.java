package io.pharos.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  @Test
  void runsEveryDueStartInOrder() {
    try (ManualTime time = new ManualTime(1000)) {
      List<Long> seen = new CopyOnWriteArrayList<>();
      time.every(
          "tick", Duration.ofMillis(5), Duration.ofMillis(10), () -> seen.add(time.millis()));

      time.advance(Duration.ofMillis(30));

      assertThat(seen).containsExactly(1005L, 1015L, 1025L);
      assertThat(time.millis()).isEqualTo(1030);
    }
  }

  @Test
  void leavesOutMissedStarts() {
    try (ManualTime time = new ManualTime(0)) {
      List<Long> seen = new CopyOnWriteArrayList<>();
      time.every("tick", Duration.ZERO, Duration.ofMillis(10), () -> seen.add(time.millis()));
      time.settle();

      time.jumpTo(35);
      time.advance(Duration.ofMillis(10));

      assertThat(seen).containsExactly(0L, 35L, 40L);
    }
  }

  @Test
  void closeInterruptsASleepingTask() {
    try (ManualTime time = new ManualTime(0)) {
      var task = time.start("sleeper", () -> time.sleepUntil(Long.MAX_VALUE));
      time.settle();

      task.close();

      assertThat(task.isDone()).isTrue();
    }
  }

  @Test
  void twoSleepersWakeInTheOrderOfTheirTimes() {
    try (ManualTime time = new ManualTime(0)) {
      List<String> seen = new CopyOnWriteArrayList<>();
      time.start(
          "late",
          () -> {
            time.sleepUntil(20);
            seen.add("late");
          });
      time.start(
          "soon",
          () -> {
            time.sleepUntil(10);
            seen.add("soon");
          });

      time.advance(Duration.ofMillis(50));

      assertThat(seen).containsExactly("soon", "late");
    }
  }
}
