package io.pharos.kernel.memory;

import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.MetricRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One number that claims add to; each priority may fill its share of the limit. Thread-safe. */
public final class SharedMemoryBudget implements MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private volatile MetricRegistry.@Nullable Family<MetricRegistry.Counter> refused;

  public SharedMemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Shows the budget among the server's own metrics. */
  public void expose(MetricRegistry metrics) {
    metrics.gauge("pharos_memory_limit_bytes", "Bytes that all parts may claim.").read(() -> limit);
    metrics.gauge("pharos_memory_claimed_bytes", "Bytes that parts have claimed.").read(used::get);
    refused =
        metrics.counter(
            "pharos_memory_claims_refused_total",
            "Claims that did not fit into the budget.",
            "purpose");
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public long used() {
    return used.get();
  }

  @Override
  public Account open(String purpose, Priority priority) {
    return new Claims(purpose, limit / 100 * priority.percent());
  }

  private final class Claims implements Account {
    private final String purpose;
    private final long share;
    private final AtomicLong held = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    Claims(String purpose, long share) {
      this.purpose = purpose;
      this.share = share;
    }

    @Override
    public boolean claim(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("negative claim: " + bytes);
      }
      long before;
      do {
        before = used.get();
        if (bytes > share - before || closed.get()) {
          MetricRegistry.Family<MetricRegistry.Counter> counter = refused;
          if (counter != null) {
            counter.with(purpose).inc();
          }
          return false;
        }
      } while (!used.compareAndSet(before, before + bytes));
      held.addAndGet(bytes);
      return true;
    }

    @Override
    public void release(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("negative release: " + bytes);
      }
      long before;
      long taken;
      do {
        before = held.get();
        taken = Math.min(before, bytes);
      } while (!held.compareAndSet(before, before - taken));
      used.addAndGet(-taken);
    }

    @Override
    public long held() {
      return held.get();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        used.addAndGet(-held.getAndSet(0));
      }
    }
  }
}
