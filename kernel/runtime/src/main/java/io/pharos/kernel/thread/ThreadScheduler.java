package io.pharos.kernel.thread;

import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads of one owner, named {@code <owner>/<role>-<n>}. Closing it interrupts what runs and waits
 * for it, bounded. An inner scheduler, for one instance of the owner's, is closed with it.
 * Thread-safe.
 */
public final class ThreadScheduler implements Scheduler, AutoCloseable {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final String owner;
  private final Clock clock;
  private final TaskObserver observer;
  private final @Nullable ThreadScheduler outer;
  private final Map<String, AtomicInteger> numbers;
  private final Set<ThreadTask> tasks = ConcurrentHashMap.newKeySet();
  private final Set<ThreadScheduler> inner = ConcurrentHashMap.newKeySet();
  private final Map<String, ExecutorService> pools = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public ThreadScheduler(String owner, Clock clock, TaskObserver observer) {
    this(owner, clock, observer, null, new ConcurrentHashMap<>());
  }

  private ThreadScheduler(
      String owner,
      Clock clock,
      TaskObserver observer,
      @Nullable ThreadScheduler outer,
      Map<String, AtomicInteger> numbers) {
    this.owner = owner;
    this.clock = clock;
    this.observer = observer;
    this.outer = outer;
    this.numbers = numbers;
  }

  /** A scheduler for one instance. */
  public ThreadScheduler forInstance() {
    ThreadScheduler scheduler = new ThreadScheduler(owner, clock, observer, this, numbers);
    inner.add(scheduler);
    if (closed) {
      scheduler.close();
    }
    return scheduler;
  }

  @Override
  public Task start(String role, Loop body) {
    return launch(role, body);
  }

  @Override
  public Task every(String role, Duration first, Duration period, Runnable action) {
    long periodMillis = Math.max(1, period.toMillis());
    long firstAt = clock.millis() + first.toMillis();
    return launch(role, () -> repeat(role, firstAt, periodMillis, action));
  }

  private void repeat(String role, long firstAt, long periodMillis, Runnable action)
      throws InterruptedException {
    long next = firstAt;
    while (!closed) {
      sleepUntil(next);
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        observer.failed(role, e);
      }
      long now = clock.millis();
      next += periodMillis;
      if (next <= now) {
        next += (now - next) / periodMillis * periodMillis + periodMillis;
      }
    }
  }

  private ThreadTask launch(String role, Loop body) {
    ThreadTask task = new ThreadTask(role, body);
    Thread thread = Thread.ofVirtual().name(name(role)).unstarted(task);
    task.thread = thread;
    tasks.add(task);
    if (closed) {
      tasks.remove(task);
      task.done = true;
      return task;
    }
    thread.start();
    return task;
  }

  private String name(String role) {
    AtomicInteger number = numbers.computeIfAbsent(role, key -> new AtomicInteger());
    return owner + "/" + role + "-" + number.incrementAndGet();
  }

  @Override
  public void sleepUntil(long epochMillis) throws InterruptedException {
    for (long left = epochMillis - clock.millis(); left > 0; left = epochMillis - clock.millis()) {
      // in steps, so that a clock that was set is noticed
      Thread.sleep(Math.min(left, 60_000));
    }
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public ExecutorService workers(String role, int threads) {
    return pools.computeIfAbsent(role, key -> Executors.newFixedThreadPool(threads, factory(key)));
  }

  private ThreadFactory factory(String role) {
    return body ->
        Thread.ofPlatform().daemon(true).name(name(role)).unstarted(() -> observed(role, body));
  }

  private void observed(String role, Runnable body) {
    try (TaskObserver.Running _ = observer.begin(role)) {
      body.run();
    }
  }

  /** Names of threads that run still. */
  public List<String> running() {
    List<String> names = new ArrayList<>();
    for (ThreadTask task : tasks) {
      Thread thread = task.thread;
      if (thread != null && !task.done) {
        names.add(thread.getName());
      }
    }
    for (ThreadScheduler scheduler : inner) {
      names.addAll(scheduler.running());
    }
    for (Map.Entry<String, ExecutorService> pool : pools.entrySet()) {
      if (pool.getValue().isShutdown() && !pool.getValue().isTerminated()) {
        names.add(owner + "/" + pool.getKey());
      }
    }
    return names;
  }

  @Override
  public void close() {
    closed = true;
    for (ThreadScheduler scheduler : inner) {
      scheduler.close();
    }
    for (ThreadTask task : tasks) {
      task.interrupt();
    }
    for (ExecutorService pool : pools.values()) {
      pool.shutdownNow();
    }
    long deadline = clock.nanos() + CLOSE_WAIT.toNanos();
    boolean interrupted = false;
    try {
      for (ThreadTask task : tasks) {
        task.await(Duration.ofNanos(deadline - clock.nanos()));
      }
      for (ExecutorService pool : pools.values()) {
        boolean ended = pool.awaitTermination(deadline - clock.nanos(), TimeUnit.NANOSECONDS);
        if (!ended) {
          observer.failed("workers", new IllegalStateException("threads did not end in time"));
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (outer != null && running().isEmpty()) {
      outer.inner.remove(this);
    }
  }

  /** One thread and its body. */
  private final class ThreadTask implements Task, Runnable {
    private final String role;
    private final Loop body;
    private volatile @Nullable Thread thread;
    private volatile boolean done;

    ThreadTask(String role, Loop body) {
      this.role = role;
      this.body = body;
    }

    @Override
    public void run() {
      try (TaskObserver.Running _ = observer.begin(role)) {
        body.run();
      } catch (InterruptedException e) {
        // the way in which tasks are ended
      } catch (RuntimeException | Error e) {
        if (!closed) {
          observer.failed(role, e);
        }
      } finally {
        done = true;
        tasks.remove(this);
      }
    }

    void interrupt() {
      Thread running = thread;
      if (running != null && !running.equals(Thread.currentThread())) {
        running.interrupt();
      }
    }

    @Override
    public boolean await(Duration time) throws InterruptedException {
      Thread running = thread;
      if (running != null && !running.equals(Thread.currentThread()) && time.isPositive()) {
        running.join(time);
      }
      return done;
    }

    @Override
    public void close() {
      if (done) {
        return;
      }
      interrupt();
      try {
        await(CLOSE_WAIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isDone() {
      return done;
    }
  }
}
