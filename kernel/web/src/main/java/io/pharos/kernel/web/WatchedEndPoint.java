package io.pharos.kernel.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that notices a client that hangs up while its request is answered.
 *
 * <p>Jetty reads an HTTP/1 connection only when it wants bytes, so the end of the stream would be
 * found after the answer is made. Here the connection may be watched in between: bytes that come
 * meanwhile (a client that sends its next request early) are kept and given to the next reader.
 * Thread-safe.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  /** Kept bytes; a client that sends more than this ahead is not watched any longer. */
  private static final int KEPT_BYTES = 16 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Executor executor;

  @GuardedBy("lock")
  private @Nullable Watch watch;

  @GuardedBy("lock")
  private ByteBuffer kept = BufferUtil.EMPTY_BUFFER;

  @GuardedBy("lock")
  private boolean ended;

  WatchedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Executor executor) {
    super(channel, selector, key, scheduler);
    this.executor = executor;
  }

  /** Runs an action, once, when the client hangs up before the connection is read again. */
  void watch(Runnable onHangUp) {
    lock.lock();
    try {
      if (ended) {
        executor.execute(onHangUp);
      } else if (watch != null) {
        watch.onHangUp = onHangUp;
      } else if (!kept.hasRemaining()) {
        Watch started = new Watch(onHangUp);
        watch = started;
        if (!super.tryFillInterested(started)) {
          watch = null;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    lock.lock();
    try {
      if (kept.hasRemaining()) {
        int position = BufferUtil.flipToFill(buffer);
        int count = BufferUtil.put(kept, buffer);
        BufferUtil.flipToFlush(buffer, position);
        return count;
      }
      return ended ? -1 : super.fill(buffer);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void fillInterested(Callback callback) {
    if (!takeOver(callback)) {
      super.fillInterested(callback);
    }
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    return takeOver(callback) || super.tryFillInterested(callback);
  }

  /**
   * A watch alone is no reader: Jetty would take the request for unread and close the connection.
   */
  @Override
  public boolean isFillInterested() {
    lock.lock();
    try {
      return watch == null ? super.isFillInterested() : watch.reader != null;
    } finally {
      lock.unlock();
    }
  }

  /** Hands the running watch to a reader, or tells it at once of what is there already. */
  private boolean takeOver(Callback reader) {
    lock.lock();
    try {
      if (kept.hasRemaining() || ended) {
        executor.execute(reader::succeeded);
        return true;
      }
      if (watch == null || watch.reader != null) {
        return false;
      }
      watch.reader = reader;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Reads what came; answers whether the client has hung up. */
  @GuardedBy("lock")
  private boolean read(Watch current) {
    if (!kept.hasRemaining()) {
      kept = BufferUtil.allocate(KEPT_BYTES);
    }
    int count;
    try {
      count = super.fill(kept);
    } catch (IOException e) {
      count = -1;
    }
    boolean room = kept.limit() < kept.capacity();
    if (count < 0) {
      ended = true;
      watch = null;
    } else if (!room || !super.tryFillInterested(current)) {
      watch = null;
    }
    return count < 0;
  }

  /**
   * Waits for bytes or their end, for the watch and then for the reader that came after it. Guarded
   * by the connection's lock.
   */
  private final class Watch implements Callback {
    private Runnable onHangUp;
    private @Nullable Callback reader;

    Watch(Runnable onHangUp) {
      this.onHangUp = onHangUp;
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }

    @Override
    public void succeeded() {
      Callback next;
      Runnable hungUp = null;
      lock.lock();
      try {
        next = reader;
        if (next != null) {
          watch = null;
        } else if (read(this)) {
          hungUp = onHangUp;
        }
      } finally {
        lock.unlock();
      }
      if (next != null) {
        next.succeeded();
      } else if (hungUp != null) {
        hungUp.run();
      }
    }

    @Override
    public void failed(Throwable cause) {
      Callback next;
      Runnable hungUp;
      lock.lock();
      try {
        next = reader;
        hungUp = onHangUp;
        watch = null;
      } finally {
        lock.unlock();
      }
      if (next != null) {
        next.failed(cause);
      } else if (!(cause instanceof TimeoutException)) {
        hungUp.run();
      }
    }
  }
}
