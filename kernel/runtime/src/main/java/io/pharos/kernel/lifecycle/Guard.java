package io.pharos.kernel.lifecycle;

import io.pharos.spi.error.BugException;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.PharosException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls into a plugin: with its class loader as the thread's, measured, with what it throws
 * reported as its failure. Thread-safe.
 */
final class Guard {
  private final PluginHealth health;
  private final ClassLoader loader;

  Guard(PluginHealth health, ClassLoader loader) {
    this.health = health;
    this.loader = loader;
  }

  PluginHealth health() {
    return health;
  }

  /**
   * Calls in this thread.
   *
   * @throws PharosException what the call threw, wrapped unless it is one already
   */
  <T> T call(String what, Callable<T> body) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try (PluginHealth.Work _ = health.begin(what, true)) {
      return body.call();
    } catch (ConfigException e) {
      throw e;
    } catch (InterruptedException e) {
      thread.interrupt();
      throw failure(what, e);
    } catch (Exception | Error e) {
      health.failed(what, e);
      throw failure(what, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Calls in a thread of its own and waits up to the deadline; a call that does not end by then is
   * interrupted, reported and left behind.
   */
  <T> T callBounded(String what, Duration deadline, Callable<T> body) {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon(true)
            .name(what)
            .unstarted(
                () -> {
                  try {
                    result.set(call(what, body));
                  } catch (RuntimeException e) {
                    thrown.set(e);
                  }
                });
    thread.start();
    boolean ended;
    try {
      ended = thread.join(deadline);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw failure(what, e);
    }
    if (!ended) {
      thread.interrupt();
      BugException late =
          new BugException(what + " did not return within " + deadline.toSeconds() + " s");
      health.failed(what, late);
      health.hanging(true);
      throw late;
    }
    RuntimeException failure = thrown.get();
    if (failure != null) {
      throw failure;
    }
    T value = result.get();
    if (value == null) {
      BugException none = new BugException(what + " answered null");
      health.failed(what, none);
      throw none;
    }
    return value;
  }

  private static PharosException failure(String what, Throwable cause) {
    return cause instanceof PharosException known
        ? known
        : new BugException(
            BugException.Code.BROKEN_INVARIANT,
            what + " failed: " + PluginHealth.describe(cause),
            cause);
  }
}
