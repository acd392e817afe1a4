package io.pharos.storage.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagingTest {
  private final Staging.Pool pool = new Staging.Pool();

  @Test
  void goesFromOneTransactionToTheNext() {
    Staging first = pool.take();
    first.room(2000);
    assertThat(pool.take()).isNotSameAs(first);
    pool.give(first);
    assertThat(pool.take()).isSameAs(first);
    assertThat(first.refs).hasSizeGreaterThanOrEqualTo(2000);
    assertThat(first.late).hasSameSizeAs(first.refs);
  }

  @Test
  void isNotKeptWhenItIsHuge() {
    Staging huge = pool.take();
    huge.room(1 << 15);
    pool.give(huge);
    assertThat(pool.take()).isNotSameAs(huge);
    Staging wordy = pool.take();
    wordy.record.reserve(1 << 21);
    pool.give(wordy);
    assertThat(pool.take()).isNotSameAs(wordy);
  }

  @Test
  void keepsAFewOnly() {
    List<Staging> given = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      given.add(new Staging());
    }
    given.forEach(pool::give);
    for (int i = 0; i < 8; i++) {
      assertThat(given.remove(pool.take())).isTrue();
    }
    assertThat(given.remove(pool.take())).isFalse();
  }
}
