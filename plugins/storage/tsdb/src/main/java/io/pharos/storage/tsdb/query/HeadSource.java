package io.pharos.storage.tsdb.query;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.head.HeadCursor;
import io.pharos.storage.tsdb.head.HeadSelection;
import io.pharos.storage.tsdb.label.LabelStore;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the head found, as a selection. Thread-safe. */
public final class HeadSource implements Selection {
  private final HeadSelection selection;

  public HeadSource(HeadSelection selection) {
    this.selection = selection;
  }

  HeadSelection selection() {
    return selection;
  }

  @Override
  public int size() {
    return selection.size();
  }

  @Override
  public long hashLow(int index) {
    return selection.hashLow(index);
  }

  @Override
  public long hashHigh(int index) {
    return selection.hashHigh(index);
  }

  @Override
  public Labels labels(int index) {
    return selection.labels(index);
  }

  @Override
  public PartCursor open(
      int index, @Nullable PartCursor reuse, long mint, long maxt, boolean newestOnly) {
    Part part = reuse instanceof Part old ? old : new Part();
    selection.open(index, part.cursor, mint, maxt, newestOnly);
    return part;
  }

  @Override
  public @Nullable SampleBatch late(int index, long mint, long maxt) {
    return selection.late(index, mint, maxt);
  }

  @Override
  public void values(String name, Consumer<String> sink) {
    IdentityHashMap<LabelStore, Set<Integer>> seen = new IdentityHashMap<>();
    for (int i = 0; i < selection.size(); i++) {
      int key = selection.name(i, name);
      LabelStore store = selection.store(i);
      int value = key == 0 ? 0 : store.valueOf(selection.labelSet(i), key);
      if (value != 0 && seen.computeIfAbsent(store, s -> new HashSet<>()).add(value)) {
        sink.accept(store.symbols().text(value));
      }
    }
  }

  @Override
  public void names(Consumer<String> sink) {
    IdentityHashMap<LabelStore, Set<Integer>> shapes = new IdentityHashMap<>();
    for (int i = 0; i < selection.size(); i++) {
      LabelStore store = selection.store(i);
      int labels = selection.labelSet(i);
      if (shapes.computeIfAbsent(store, s -> new HashSet<>()).add(store.shape(labels))) {
        for (int name : store.names(labels)) {
          sink.accept(store.symbols().text(name));
        }
      }
    }
  }

  @Override
  public void codes(int index, String[] names, int[] codes) {
    LabelStore store = selection.store(index);
    int labels = selection.labelSet(index);
    for (int i = 0; i < names.length; i++) {
      int name = selection.name(index, names[i]);
      codes[i] = name == 0 ? 0 : store.valueOf(labels, name);
    }
  }

  @Override
  public Object dictionary(int index) {
    return selection.store(index);
  }

  private static final class Part implements PartCursor {
    final HeadCursor cursor = new HeadCursor();

    @Override
    public int read(SampleBatch batch) {
      return cursor.read(batch);
    }
  }
}
