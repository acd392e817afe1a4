package io.pharos.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import org.junit.jupiter.api.Test;

class SharedMemoryBudgetTest {
  private final MemoryBudget budget = new SharedMemoryBudget(1000);

  @Test
  void refusesQueriesFirstAndAlertingLast() {
    MemoryBudget.Account query = budget.open("q", Priority.QUERY);
    MemoryBudget.Account ingest = budget.open("i", Priority.INGEST);
    MemoryBudget.Account alerting = budget.open("a", Priority.ALERTING);
    assertThat(query.claim(800)).isTrue();
    assertThat(query.claim(1)).isFalse();
    assertThat(ingest.claim(100)).isTrue();
    assertThat(ingest.claim(1)).isFalse();
    assertThat(alerting.claim(100)).isTrue();
    assertThat(alerting.claim(1)).isFalse();
    assertThat(budget.used()).isEqualTo(1000);
  }

  @Test
  void givesBackWhatAnAccountHeldWhenItCloses() {
    MemoryBudget.Account account = budget.open("x", Priority.INGEST);
    assertThat(account.claim(500)).isTrue();
    account.release(200);
    assertThat(account.held()).isEqualTo(300);
    account.close();
    account.close();
    assertThat(budget.used()).isZero();
    assertThat(account.claim(1)).isFalse();
  }

  @Test
  void neverGivesBackMoreThanWasClaimed() {
    MemoryBudget.Account account = budget.open("x", Priority.INGEST);
    assertThat(account.claim(10)).isTrue();
    account.release(50);
    assertThat(budget.used()).isZero();
  }
}
