package io.pharos.storage.tsdb.index;

import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/**
 * The index of the head: near-real-time, refreshed in batches, with a list of the series that came
 * since, so that every series is found from its first commit on. Thread-safe.
 */
public final class HeadIndex implements AutoCloseable {
  /** A search brings the index up to date first when so many series wait. */
  private static final int MOST_WAITING = 8192;

  private static final double RAM_MEGABYTES = 32;

  /** What the owner knows of a series. */
  public interface Forms {
    /** Writes the form of a series' labels if it fits, and answers its length; 0 if it has left. */
    int form(long ref, byte[] target);
  }

  private final Forms forms;
  private final IndexBuilder builder;

  /** Held while the index is brought up to date; taken before {@link #listLock}. */
  private final ReentrantLock refreshLock = new ReentrantLock();

  private final ReentrantLock listLock = new ReentrantLock();
  private long[] waiting = new long[256];
  private int waitingCount;
  private byte[] form = new byte[1024];
  private volatile State state;

  public HeadIndex(Path folder, Forms forms) {
    this.forms = forms;
    try {
      if (Files.exists(folder)) {
        try (var old = Files.newDirectoryStream(folder)) {
          for (Path file : old) {
            Files.delete(file);
          }
        }
      }
      Files.createDirectories(folder);
      builder = new IndexBuilder(folder, RAM_MEGABYTES);
      state = new State(builder.reader(null));
    } catch (IOException e) {
      throw Failures.of("cannot make the head's label index [folder=" + folder + "]", e);
    }
  }

  /** A series became visible. */
  public void add(long ref) {
    listLock.lock();
    try {
      if (waitingCount == waiting.length) {
        waiting = Arrays.copyOf(waiting, 2 * waitingCount);
      }
      waiting[waitingCount++] = ref;
    } finally {
      listLock.unlock();
    }
  }

  /** Whether series wait to be moved to the index. */
  public int waiting() {
    return waitingCount;
  }

  /** What is found now: the index, and the series that are not in it yet. The caller closes it. */
  public View view() {
    if (waitingCount > MOST_WAITING) {
      refresh();
    }
    listLock.lock();
    try {
      State now = state;
      now.reader.incRef();
      return new View(now, Arrays.copyOf(waiting, waitingCount));
    } finally {
      listLock.unlock();
    }
  }

  /** Moves the waiting series to the index. */
  public void refresh() {
    refreshLock.lock();
    try {
      int count;
      long[] refs;
      listLock.lock();
      try {
        count = waitingCount;
        refs = Arrays.copyOf(waiting, count);
      } finally {
        listLock.unlock();
      }
      if (count == 0) {
        return;
      }
      for (int i = 0; i < count; i++) {
        add(refs[i], forms.form(refs[i], form));
      }
      publish(count);
    } catch (IOException e) {
      throw Failures.of("cannot refresh the head's label index", e);
    } finally {
      refreshLock.unlock();
    }
  }

  private void add(long ref, int length) throws IOException {
    int known = length;
    if (known > form.length) {
      form = new byte[2 * known];
      known = forms.form(ref, form);
    }
    if (known > 0) {
      builder.add(form, known, ref);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same reader says that nothing changed
  private void publish(int moved) throws IOException {
    DirectoryReader before = state.reader;
    DirectoryReader after = builder.reader(before);
    listLock.lock();
    try {
      if (after != before) {
        state = new State(after);
      }
      System.arraycopy(waiting, moved, waiting, 0, waitingCount - moved);
      waitingCount -= moved;
    } finally {
      listLock.unlock();
    }
    if (after != before) {
      before.decRef();
    }
  }

  /** Takes out all series of which the test says that they have left. */
  public void removeGone(LivingQuery.Test isGone) {
    refreshLock.lock();
    try {
      builder.writer().deleteDocuments(new LivingQuery(isGone));
      publish(0);
    } catch (IOException e) {
      throw Failures.of("cannot clean the head's label index", e);
    } finally {
      refreshLock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      state.reader.decRef();
      builder.close();
    } catch (IOException e) {
      throw Failures.of("cannot close the head's label index", e);
    }
  }

  static final class State {
    final DirectoryReader reader;
    final TermIndex index;

    State(DirectoryReader reader) {
      this.reader = reader;
      index = new TermIndex(reader, true);
    }
  }

  /** One state of the index and what came since. Thread-safe until closed. */
  public static final class View implements AutoCloseable {
    private final long[] younger;
    private @Nullable State state;

    View(State state, long[] younger) {
      this.state = state;
      this.younger = younger;
    }

    public TermIndex index() {
      State now = state;
      if (now == null) {
        throw new IllegalStateException("the view is closed");
      }
      return now.index;
    }

    /** References of the series that are not in the index. */
    public long[] younger() {
      return younger;
    }

    @Override
    public void close() {
      State now = state;
      state = null;
      if (now != null) {
        try {
          now.reader.decRef();
        } catch (IOException e) {
          throw IndexBuilder.failed(e);
        }
      }
    }
  }
}
