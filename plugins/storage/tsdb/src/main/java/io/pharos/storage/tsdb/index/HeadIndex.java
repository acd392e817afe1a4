package io.pharos.storage.tsdb.index;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of the head: near-real-time, refreshed in batches, with a list of the series that came
 * since, so that every series is found from its first commit on. What was {@linkplain #commit
 * committed} is there at the next start, where it is compared with the series that there are; it
 * may always be lost, for all of it can be made from the head. Thread-safe.
 */
public final class HeadIndex implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeadIndex.class);

  /** A search brings the index up to date first when so many series wait. */
  private static final int MOST_WAITING = 8192;

  private static final double RAM_MEGABYTES = 32;

  /** What the owner knows of the series. */
  public interface Owner {
    /** Writes the form of a series' labels if it fits, and answers its length; 0 if it has left. */
    int form(long ref, byte[] target);

    /** All series that are visible. */
    long[] all();
  }

  /** Says of a series that an earlier process has indexed whether it is still that one. */
  public interface Known {
    boolean isThere(long ref, long identity);
  }

  private final Path folder;
  private final Owner owner;

  /** Held while the index is brought up to date; taken before {@link #listLock}. */
  private final ReentrantLock refreshLock = new ReentrantLock();

  private final ReentrantLock listLock = new ReentrantLock();
  private IndexBuilder builder;

  /** Whether the builder has failed and is to be replaced. */
  private boolean isBroken;

  private long[] waiting = new long[256];
  private int waitingCount;
  private byte[] form = new byte[1024];
  private volatile State state;

  public HeadIndex(Path folder, Owner owner) {
    this.folder = folder;
    this.owner = owner;
    IndexBuilder opened;
    try {
      Files.createDirectories(folder);
      opened = new IndexBuilder(folder, RAM_MEGABYTES);
      try {
        state = new State(verified(opened.reader(null)));
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException | StorageException | IllegalArgumentException e) {
      log.warn("the head's label index is made anew reason={}", e.getMessage());
      opened = fresh();
      state = first(opened);
    }
    builder = opened;
  }

  /** Reads all of an index to see that it is whole. */
  private static DirectoryReader verified(DirectoryReader reader) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      if (leaf.reader() instanceof CodecReader segment) {
        segment.checkIntegrity();
      }
    }
    return reader;
  }

  private IndexBuilder fresh() {
    try {
      try (var old = Files.newDirectoryStream(folder)) {
        for (Path file : old) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot make the head's label index [folder=" + folder + "]", e);
    }
    return new IndexBuilder(folder, RAM_MEGABYTES);
  }

  private State first(IndexBuilder opened) {
    try {
      return new State(opened.reader(null));
    } catch (IOException e) {
      opened.close();
      throw Failures.of("cannot make the head's label index [folder=" + folder + "]", e);
    }
  }

  /** Takes out what an earlier process has left and the owner does not know. */
  public void adopt(Known known) {
    refreshLock.lock();
    try {
      Set<Long> gone = new HashSet<>();
      for (LeafReaderContext leaf : state.reader.leaves()) {
        NumericDocValues refs = DocValues.getNumeric(leaf.reader(), Fields.REF);
        NumericDocValues identities = DocValues.getNumeric(leaf.reader(), Fields.IDENTITY);
        Bits live = leaf.reader().getLiveDocs();
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
          if ((live == null || live.get(doc))
              && refs.advanceExact(doc)
              && !(identities.advanceExact(doc)
                  && known.isThere(refs.longValue(), identities.longValue()))) {
            gone.add(refs.longValue());
          }
        }
      }
      if (!gone.isEmpty()) {
        builder.writer().deleteDocuments(new LivingQuery(gone::contains));
        publish(0);
      }
    } catch (IOException | AlreadyClosedException e) {
      throw broken("cannot clean the head's label index", e);
    } finally {
      refreshLock.unlock();
    }
  }

  /** A series became visible. */
  public void add(long ref) {
    listLock.lock();
    try {
      if (waitingCount == waiting.length) {
        waiting = Arrays.copyOf(waiting, 2 * waitingCount);
      }
      waiting[waitingCount] = ref;
      waitingCount++;
    } finally {
      listLock.unlock();
    }
  }

  /** How many series wait to be moved to the index. */
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
      if (isBroken) {
        startAnew();
      }
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
        add(refs[i], owner.form(refs[i], form));
      }
      publish(count);
    } catch (IOException | AlreadyClosedException e) {
      throw broken("cannot refresh the head's label index", e);
    } finally {
      refreshLock.unlock();
    }
  }

  /** Lucene's writer does not come back from a failed write, as of a full disk. */
  private StorageException broken(String what, Exception cause) {
    isBroken = true;
    return Failures.of(what, cause instanceof IOException e ? e : new IOException(cause));
  }

  /** Makes an empty index in place of one that failed; all series wait to be moved to it. */
  private void startAnew() throws IOException {
    builder.close();
    builder = fresh();
    State empty = first(builder);
    long[] all = owner.all();
    DirectoryReader before = state.reader;
    listLock.lock();
    try {
      long[] both = Arrays.copyOf(all, all.length + waitingCount);
      System.arraycopy(waiting, 0, both, all.length, waitingCount);
      both = Arrays.stream(both).distinct().toArray();
      waiting = both.length == 0 ? new long[256] : both;
      waitingCount = both.length;
      state = empty;
    } finally {
      listLock.unlock();
    }
    before.decRef();
    isBroken = false;
  }

  private void add(long ref, int length) throws IOException {
    int known = length;
    if (known > form.length) {
      form = new byte[2 * known];
      known = owner.form(ref, form);
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
      if (waiting.length > MOST_WAITING && waitingCount < waiting.length / 4) {
        waiting = Arrays.copyOf(waiting, Math.max(256, 2 * waitingCount));
      }
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
    } catch (IOException | AlreadyClosedException e) {
      throw broken("cannot clean the head's label index", e);
    } finally {
      refreshLock.unlock();
    }
  }

  /** Makes what is indexed be there at the next start. */
  public void commit() {
    refreshLock.lock();
    try {
      refresh();
      builder.commit();
    } catch (IOException | AlreadyClosedException e) {
      throw broken("cannot save the head's label index", e);
    } finally {
      refreshLock.unlock();
    }
  }

  /** For tests: ends the writer as a failed write does. */
  void breakWriter() throws IOException {
    builder.writer().rollback();
  }

  @Override
  public void close() {
    try {
      commit();
    } catch (StorageException e) {
      log.warn("the next start makes the head's label index anew reason={}", e.getMessage());
    }
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
