package com.example.attic;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Statistics;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps everything in columns on the heap. Guarded by its own monitor. */
final class Attic implements Storage, Statistics {
  private static final String RETENTION = "until spring";

  private final AtticConfig config;
  private final long epoch;
  private final Map<Labels, Shelf> byLabels = new HashMap<>();
  private final List<Shelf> byRef = new ArrayList<>();
  private boolean closed;

  Attic(AtticConfig config, long epoch) {
    this.config = config;
    this.epoch = epoch;
  }

  @Override
  public void start() {}

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public synchronized Appender appender() {
    checkOpen();
    return new AtticAppender(this);
  }

  @Override
  public synchronized Querier querier(long mint, long maxt) {
    checkOpen();
    List<Shelf.View> views = new ArrayList<>(byRef.size());
    for (Shelf shelf : byRef) {
      views.add(shelf.view(mint, maxt));
    }
    return new AtticQuerier(views);
  }

  @Override
  public synchronized void close() {
    closed = true;
    byLabels.clear();
    byRef.clear();
  }

  private void checkOpen() {
    if (closed) {
      throw new StorageException(StorageException.Code.CLOSED, "the attic is closed");
    }
  }

  /** References count from 1. */
  synchronized long ref(Labels labels) {
    checkOpen();
    Shelf shelf = byLabels.get(labels);
    if (shelf == null) {
      if (labels.isEmpty() || byRef.size() >= config.maxSeries()) {
        return Appender.REFUSED;
      }
      shelf = new Shelf(labels, byRef.size() + 1L);
      byLabels.put(labels, shelf);
      byRef.add(shelf);
    }
    return shelf.ref();
  }

  /** The series of a reference, null if there is none. */
  synchronized Shelf shelf(long ref) {
    return ref < 1 || ref > byRef.size() ? null : byRef.get((int) ref - 1);
  }

  synchronized byte judge(Shelf shelf, long timestamp, double value) {
    return shelf.judge(timestamp, value);
  }

  synchronized void commit(Iterable<AtticAppender.Pending> pending) {
    checkOpen();
    for (AtticAppender.Pending one : pending) {
      one.store();
    }
  }

  @Override
  public synchronized HeadStatistics head(int limit) {
    long mint = Long.MAX_VALUE;
    long maxt = Long.MIN_VALUE;
    for (Shelf shelf : byRef) {
      mint = Math.min(mint, shelf.first());
      maxt = Math.max(maxt, shelf.last());
    }
    return new HeadStatistics(
        byRef.size(), 0, byRef.size(), mint, maxt, List.of(), List.of(), List.of(), List.of());
  }

  @Override
  public List<Block> blocks() {
    return List.of();
  }

  @Override
  public Replay replay() {
    return new Replay(0, 0, 0);
  }

  @Override
  public String retention() {
    return RETENTION;
  }
}
