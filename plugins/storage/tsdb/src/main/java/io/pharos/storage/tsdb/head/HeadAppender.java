package io.pharos.storage.tsdb.head;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.wal.Records;
import io.pharos.storage.tsdb.wal.Wal;
import io.pharos.storage.tsdb.wal.WalFormat;
import io.pharos.toolkit.hash.LabelHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: samples are judged and staged in columns, then logged as one record and applied
 * while all their shards are locked. Confined to one thread.
 */
final class HeadAppender implements Appender {
  /** Bits of a pending histogram: no float has them as its own sample's duplicate. */
  private static final long HISTOGRAM_BITS = 0x7ff4_dead_beef_0001L;

  /** The longest name and value together that the index can hold. */
  private static final int MAX_PAIR = 32_000;

  private final Head head;
  private final Staging staged;
  private final Pending pending;
  private final Sink record;
  private int count;
  private int lateCount;
  private final List<StagedHistogram> histograms = new ArrayList<>();
  private final List<StagedExemplar> exemplars = new ArrayList<>();

  /** The newest staged exemplar of each series. */
  private final Map<Long, Exemplar> newestExemplars = new HashMap<>();

  /** Where series say that they started, until their next sample comes. */
  private final Map<Long, Long> starts = new HashMap<>();

  private int shards;
  private boolean isClosed;

  HeadAppender(Head head) {
    this.head = head;
    staged = head.stagings().take();
    pending = staged.pending;
    record = staged.record;
    head.appenders.incrementAndGet();
  }

  @Override
  public long ref(Labels labels) {
    check();
    if (labels.isEmpty()) {
      return REFUSED;
    }
    for (int i = 0; i < labels.size(); i++) {
      if (labels.name(i).length() + labels.value(i).length() > MAX_PAIR / 3) {
        return REFUSED;
      }
    }
    LabelHasher hasher = staged.hasher;
    long[] hash = staged.hash;
    hasher.hash(labels, hash);
    HeadShard shard = head.shardOf(labels);
    shard.lock.lock();
    try {
      int slot = shard.find(hash[0], hash[1], hasher.form(), hasher.length());
      if (slot == 0) {
        if (!head.mayCreate()) {
          return REFUSED;
        }
        slot = shard.create(hash[0], hash[1], hasher.form(), hasher.length());
        head.created();
      }
      return shard.ref(slot);
    } finally {
      shard.lock.unlock();
    }
  }

  @Override
  public int appendAt(long timestamp, long[] refs, double[] values, int count, byte[] outcomes) {
    check();
    staged.room(this.count + count + starts.size());
    int failed = 0;
    HeadShard shard = null;
    try {
      for (int i = 0; i < count; i++) {
        HeadShard of = head.shard(refs[i]);
        if (of != shard) {
          if (shard != null) {
            shard.lock.unlock();
          }
          shard = of;
          shard.lock.lock();
        }
        byte outcome = stage(shard, refs[i], timestamp, values[i]);
        outcomes[i] = outcome;
        if (outcome != AppendOutcome.OK) {
          failed++;
        }
      }
    } finally {
      if (shard != null) {
        shard.lock.unlock();
      }
    }
    return failed;
  }

  @Override
  public int appendSeries(
      long ref, long[] timestamps, double[] values, int count, byte[] outcomes) {
    check();
    staged.room(this.count + count + starts.size());
    int failed = 0;
    HeadShard shard = head.shard(ref);
    shard.lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        byte outcome = stage(shard, ref, timestamps[i], values[i]);
        outcomes[i] = outcome;
        if (outcome != AppendOutcome.OK) {
          failed++;
        }
      }
    } finally {
      shard.lock.unlock();
    }
    return failed;
  }

  /** Judges a float and stages it unless it is refused or a repetition. */
  private byte stage(HeadShard shard, long ref, long timestamp, double value) {
    int slot = Refs.slot(ref);
    if (!shard.isLive(slot, Refs.generation(ref))) {
      return AppendOutcome.UNKNOWN_REF;
    }
    if (!starts.isEmpty()) {
      startWithZero(shard, ref, timestamp, null);
    }
    long bits = Double.doubleToRawLongBits(value);
    int place = pending.find(ref);
    if (StaleMarker.is(value)
        && (place >= 0 ? pending.bits(place) == HISTOGRAM_BITS : shard.isHistogram(slot))) {
      return stageHistogram(shard, ref, timestamp, Histogram.stale());
    }
    byte outcome = judge(shard, slot, place, timestamp, bits, false);
    if (outcome == AppendOutcome.OK) {
      staged.refs[count] = ref;
      staged.timestamps[count] = timestamp;
      staged.late[count] = timestamp < newest(shard, slot, place);
      staged.values[count++] = value;
      shards |= 1 << shard.number;
      newest(place, ref, timestamp, bits);
    }
    return outcome == Head.REPEATED ? AppendOutcome.OK : head.counted(outcome, false);
  }

  /** The newest time of a series, in the head or in this transaction. */
  private long newest(HeadShard shard, int slot, int place) {
    long last = shard.lastTime(slot);
    return place >= 0 ? Math.max(last, pending.time(place)) : last;
  }

  private void newest(int place, long ref, long timestamp, long bits) {
    if (place < 0 || timestamp >= pending.time(place)) {
      pending.put(place, ref, timestamp, bits);
    }
  }

  private byte judge(
      HeadShard shard, int slot, int place, long timestamp, long bits, boolean isHistogram) {
    long last = shard.lastTime(slot);
    long lastBits = shard.isHistogram(slot) != isHistogram ? ~bits : shard.lastBits(slot);
    if (place >= 0 && pending.time(place) > last) {
      last = pending.time(place);
      lastBits = pending.bits(place);
    }
    return head.judge(timestamp, bits, last, lastBits);
  }

  @Override
  public byte appendHistogram(long ref, long timestamp, Histogram histogram) {
    check();
    HeadShard shard = head.shard(ref);
    shard.lock.lock();
    try {
      if (!shard.isLive(Refs.slot(ref), Refs.generation(ref))) {
        return AppendOutcome.UNKNOWN_REF;
      }
      if (!starts.isEmpty()) {
        startWithZero(shard, ref, timestamp, histogram);
      }
      return stageHistogram(shard, ref, timestamp, histogram);
    } finally {
      shard.lock.unlock();
    }
  }

  private byte stageHistogram(HeadShard shard, long ref, long timestamp, Histogram histogram) {
    int slot = Refs.slot(ref);
    int place = pending.find(ref);
    long last = shard.lastTime(slot);
    boolean isPending = place >= 0 && pending.time(place) > last;
    if (!isPending && timestamp == last && histogram.equals(shard.lastHistogram(slot))) {
      return AppendOutcome.OK;
    }
    byte outcome = judge(shard, slot, place, timestamp, HISTOGRAM_BITS, true);
    if (outcome == Head.REPEATED) {
      return head.counted(isRepeated(ref, timestamp, histogram), true);
    }
    if (outcome == AppendOutcome.OK) {
      histograms.add(
          new StagedHistogram(ref, timestamp, histogram, timestamp < newest(shard, slot, place)));
      shards |= 1 << shard.number;
      newest(place, ref, timestamp, HISTOGRAM_BITS);
    }
    return head.counted(outcome, true);
  }

  @Override
  public byte appendExemplar(long ref, Exemplar exemplar) {
    check();
    HeadShard shard = head.shard(ref);
    int slot = Refs.slot(ref);
    long low;
    long high;
    shard.lock.lock();
    try {
      if (!shard.isLive(slot, Refs.generation(ref))) {
        return AppendOutcome.UNKNOWN_REF;
      }
      low = shard.hashLow(slot);
      high = shard.hashHigh(slot);
    } finally {
      shard.lock.unlock();
    }
    byte outcome =
        head.exemplars().judge(low, high, exemplar, newestExemplars.get(ref), head.window());
    if (outcome == AppendOutcome.OK) {
      exemplars.add(new StagedExemplar(ref, exemplar));
      newestExemplars.put(ref, exemplar);
      shards |= 1 << shard.number;
    }
    return outcome;
  }

  @Override
  public void startTimestamp(long ref, long startTimestamp) {
    check();
    if (head.addsZeros() && startTimestamp > 0) {
      starts.put(ref, startTimestamp);
    }
  }

  /**
   * Puts a zero where a series says that it started, if that is between its newest sample and the
   * one that comes now.
   */
  private void startWithZero(
      HeadShard shard, long ref, long timestamp, @Nullable Histogram histogram) {
    Long start = starts.remove(ref);
    int slot = Refs.slot(ref);
    int place = pending.find(ref);
    if (start == null || start >= timestamp || start <= newest(shard, slot, place)) {
      return;
    }
    byte outcome = judge(shard, slot, place, start, 0, histogram != null);
    if (outcome != AppendOutcome.OK) {
      return;
    }
    if (histogram != null) {
      Histogram zero =
          Histogram.builder()
              .schema(histogram.schema())
              .integer(histogram.isInteger())
              .zero(histogram.zeroThreshold(), 0)
              .customBounds(histogram.customBounds())
              .build();
      histograms.add(new StagedHistogram(ref, start, zero, false));
      newest(place, ref, start, HISTOGRAM_BITS);
    } else {
      staged.refs[count] = ref;
      staged.timestamps[count] = start;
      staged.late[count] = false;
      staged.values[count++] = 0;
      newest(place, ref, start, 0);
    }
    shards |= 1 << shard.number;
  }

  private byte isRepeated(long ref, long timestamp, Histogram histogram) {
    for (int i = histograms.size() - 1; i >= 0; i--) {
      StagedHistogram one = histograms.get(i);
      if (one.ref == ref && one.timestamp == timestamp) {
        return one.histogram.equals(histogram) ? AppendOutcome.OK : AppendOutcome.DUPLICATE;
      }
    }
    return AppendOutcome.DUPLICATE;
  }

  @Override
  public void commit() {
    check();
    if (count == 0 && histograms.isEmpty() && exemplars.isEmpty()) {
      return;
    }
    head.mayWrite();
    head.lock(shards);
    try {
      int fresh = encode();
      try {
        head.wal().append(record);
      } catch (RuntimeException e) {
        forget(fresh);
        throw e;
      }
      apply(fresh);
    } finally {
      head.unlock(shards);
      clear();
    }
  }

  /** Writes the record; answers how many series it introduces. */
  private int encode() {
    Wal.record(record);
    int fresh = 0;
    lateCount = 0;
    for (int i = 0; i < count; i++) {
      long ref = staged.refs[i];
      fresh = collect(ref, fresh);
      // another transaction may have been faster since
      staged.late[i] |= staged.timestamps[i] < head.shard(ref).lastTime(Refs.slot(ref));
      lateCount += staged.late[i] ? 1 : 0;
    }
    for (int i = 0; i < histograms.size(); i++) {
      fresh = collect(histograms.get(i).ref, fresh);
    }
    for (int i = 0; i < exemplars.size(); i++) {
      fresh = collect(exemplars.get(i).ref, fresh);
    }
    if (fresh > 0) {
      Records records = staged.records;
      records.startSeries(fresh, record);
      for (int i = 0; i < fresh; i++) {
        long ref = staged.unlogged[i];
        HeadShard shard = head.shard(ref);
        int labels = shard.labels(Refs.slot(ref));
        int length = shard.labels.form(labels, staged.form);
        if (length > staged.form.length) {
          staged.form = new byte[2 * length];
          shard.labels.form(labels, staged.form);
        }
        records.series(ref, staged.form, length, record);
      }
    }
    if (lateCount == 0 && count > 0) {
      staged.records.samples(false, staged.refs, staged.timestamps, staged.values, count, record);
    } else if (lateCount > 0) {
      encode(false, count - lateCount);
      encode(true, lateCount);
    }
    if (!histograms.isEmpty()) {
      encodeHistograms(false);
      encodeHistograms(true);
    }
    if (!exemplars.isEmpty()) {
      record.u8(WalFormat.EXEMPLARS);
      record.varint(exemplars.size());
      for (StagedExemplar one : exemplars) {
        Records.exemplar(one.ref, one.exemplar, record);
      }
    }
    return fresh;
  }

  /** Writes the samples that are late, or those that are not. */
  private void encode(boolean isLate, int size) {
    long[] someRefs = new long[size];
    long[] someTimes = new long[size];
    double[] someValues = new double[size];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (staged.late[i] == isLate) {
        someRefs[kept] = staged.refs[i];
        someTimes[kept] = staged.timestamps[i];
        someValues[kept++] = staged.values[i];
      }
    }
    if (kept > 0) {
      staged.records.samples(isLate, someRefs, someTimes, someValues, kept, record);
    }
  }

  private void encodeHistograms(boolean isLate) {
    int size = 0;
    for (StagedHistogram one : histograms) {
      size += one.late == isLate ? 1 : 0;
    }
    if (size == 0) {
      return;
    }
    record.u8(isLate ? WalFormat.LATE_HISTOGRAMS : WalFormat.HISTOGRAMS);
    record.varint(size);
    for (StagedHistogram one : histograms) {
      if (one.late == isLate) {
        staged.records.histogram(one.ref, one.timestamp, one.histogram, record);
      }
    }
  }

  private int collect(long ref, int fresh) {
    HeadShard shard = head.shard(ref);
    int slot = Refs.slot(ref);
    if (!shard.isLive(slot, Refs.generation(ref)) || shard.isLogged(slot)) {
      return fresh;
    }
    // flagged here so that a series is collected once; taken back if the log refuses
    shard.logged(slot);
    if (fresh == staged.unlogged.length) {
      staged.unlogged = Arrays.copyOf(staged.unlogged, 2 * fresh);
    }
    staged.unlogged[fresh] = ref;
    return fresh + 1;
  }

  private void forget(int fresh) {
    for (int i = 0; i < fresh; i++) {
      long ref = staged.unlogged[i];
      head.shard(ref).unlogged(Refs.slot(ref));
    }
  }

  private void apply(int fresh) {
    head.begin(shards);
    int[] applied = new int[3];
    long seen = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long timestamp = staged.timestamps[i];
      int how = head.apply(staged.refs[i], timestamp, staged.values[i]);
      applied[how]++;
      if (how == Head.LATE) {
        head.seenLate(timestamp);
      } else if (how == Head.APPENDED && timestamp != seen) {
        seen = timestamp;
        head.seen(seen);
      }
    }
    head.counters().applied(applied[Head.APPENDED], false, false);
    head.counters().applied(applied[Head.LATE], false, true);
    applyHistograms();
    for (StagedExemplar one : exemplars) {
      applyExemplar(one);
    }
    for (int i = 0; i < fresh; i++) {
      head.index().add(staged.unlogged[i]);
    }
    head.end(shards);
  }

  private void applyHistograms() {
    for (int i = 0; i < histograms.size(); i++) {
      StagedHistogram one = histograms.get(i);
      int applied = head.apply(one.ref, one.timestamp, one.histogram);
      if (applied == Head.LATE) {
        head.seenLate(one.timestamp);
      } else if (applied == Head.APPENDED) {
        head.seen(one.timestamp);
      }
      head.counters().applied(applied == Head.LEFT_OUT ? 0 : 1, true, applied == Head.LATE);
    }
  }

  private void applyExemplar(StagedExemplar one) {
    HeadShard shard = head.shard(one.ref);
    int slot = Refs.slot(one.ref);
    if (shard.isLive(slot, Refs.generation(one.ref))) {
      head.exemplars()
          .add(
              shard.hashLow(slot),
              shard.hashHigh(slot),
              one.ref,
              () -> shard.labels.labels(shard.labels(slot)),
              one.exemplar);
    }
  }

  private void clear() {
    count = 0;
    starts.clear();
    exemplars.clear();
    newestExemplars.clear();
    histograms.clear();
    pending.clear();
    shards = 0;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      head.appenders.decrementAndGet();
      clear();
      head.stagings().give(staged);
    }
  }

  private void check() {
    if (isClosed) {
      throw new StorageException(StorageException.Code.CLOSED, "the appender is closed");
    }
    head.checkOpen();
  }

  private record StagedExemplar(long ref, Exemplar exemplar) {}

  private record StagedHistogram(long ref, long timestamp, Histogram histogram, boolean late) {}
}
