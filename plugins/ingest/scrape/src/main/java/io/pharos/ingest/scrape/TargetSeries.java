package io.pharos.ingest.scrape;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.exposition.ExpositionException;
import io.pharos.toolkit.exposition.ExpositionParser;
import io.pharos.toolkit.exposition.ExpositionParser.Entry;
import io.pharos.toolkit.exposition.LineHash;
import io.pharos.toolkit.exposition.ProtobufExposition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series of one target: turns bodies into samples and knows which series have ended.
 *
 * <p>A body is first read into columns, then appended as a whole, so that an error anywhere in it
 * leaves nothing behind. Confined to one thread at a time.
 */
final class TargetSeries {
  /** In the context of an entry: the line was read as OpenMetrics. */
  private static final int OPEN_METRICS = 1;

  /** The line says something of a family; its reference holds the family's slot and a type. */
  private static final int META = 2;

  private static final int HISTOGRAM = 4;
  private static final int SUMMARY = 8;

  /** How many bits of a META entry's reference hold a type, plus one. */
  private static final int TYPE_BITS = 8;

  private static final MetricType[] TYPES = MetricType.values();

  private static final long MAX_AHEAD_MILLIS = 600_000;

  private final Job job;
  private final SampleLabels sampleLabels;
  private final ScrapeMetrics metrics;
  private final boolean exemplarsOn;

  final LineCache lines;
  final MetadataCache metadata;

  private long epoch = Long.MIN_VALUE;

  /** What the scrape that runs has counted. */
  int scraped;

  int kept;
  int added;
  private long limited;
  private boolean overLimit;

  /** Places of first samples of new entries in the columns; those with own times as complement. */
  private int[] firsts = new int[16];

  private int firstCount;

  /** How many lines the last complete body had. */
  private int lastComplete;

  private final List<PendingExemplar> exemplars = new ArrayList<>();

  /** What the lines of this scrape were made from, if it was protobuf. */
  private @Nullable ProtobufExposition proto;

  private final List<PendingHistogram> histograms = new ArrayList<>();
  private int firstHistograms;

  TargetSeries(
      Job job,
      SampleLabels sampleLabels,
      ScrapeMetrics metrics,
      boolean exemplarsOn,
      LineCache lines,
      MetadataCache metadata) {
    this.job = job;
    this.sampleLabels = sampleLabels;
    this.metrics = metrics;
    this.exemplarsOn = exemplarsOn;
    this.lines = lines;
    this.metadata = metadata;
  }

  /** The same series under a job that reads the same lines in the same way. */
  TargetSeries under(Job changed, SampleLabels labels) {
    TargetSeries series = new TargetSeries(changed, labels, metrics, exemplarsOn, lines, metadata);
    series.epoch = epoch;
    series.lastComplete = lastComplete;
    return series;
  }

  /** Begins a scrape; references of another instance of the storage are forgotten. */
  void begin(Storage storage) {
    long now = storage.epoch();
    if (now != epoch) {
      lines.clear();
      epoch = now;
    }
    lines.begin();
    scraped = 0;
    kept = 0;
    added = 0;
    limited = 0;
    overLimit = false;
    firstCount = 0;
    exemplars.clear();
    histograms.clear();
    firstHistograms = 0;
    proto = null;
  }

  /** Reads lines that were made of protobuf: {@link #read}. */
  void read(ProtobufExposition exposition, Buffers buffers, Appender appender)
      throws ScrapeFailure {
    proto = exposition;
    int reached = Integer.MAX_VALUE;
    try {
      read(buffers.text, false, buffers, appender);
    } catch (ScrapeFailure e) {
      reached = buffers.text.start();
      throw e;
    } finally {
      for (ProtobufExposition.Family family : exposition.families()) {
        if (family.line() <= reached) {
          metadata.family(family.name(), family.metadata());
        }
      }
    }
    String problem = exposition.problem();
    if (problem != null) {
      added = firstCount + firstHistograms;
      throw ScrapeFailure.content(problem);
    }
  }

  /**
   * Reads the body into the columns of the buffers.
   *
   * @throws ScrapeFailure if it is not what it should be; what was read until then counts as seen
   */
  void read(ExpositionParser parser, boolean openMetrics, Buffers buffers, Appender appender)
      throws ScrapeFailure {
    parser.wrap(buffers.body, buffers.bodyLength);
    try {
      readLines(parser, openMetrics ? OPEN_METRICS : 0, buffers, appender);
    } catch (ExpositionException e) {
      added = firstCount + firstHistograms;
      throw ScrapeFailure.content(e.getMessage());
    } catch (ScrapeFailure e) {
      added = firstCount + firstHistograms;
      throw e;
    }
    if (overLimit) {
      metrics.sampleLimit.inc();
      added = firstCount + firstHistograms;
      throw ScrapeFailure.content("sample limit exceeded");
    }
  }

  private void readLines(ExpositionParser parser, int format, Buffers buffers, Appender appender)
      throws ExpositionException, ScrapeFailure {
    LineCache cache = lines;
    LineHash hash = buffers.hash;
    byte[] body = buffers.body;
    int limit = parser.limit();
    int meta = format | META;
    int context = format | typeBits(parser.typeInForce());
    int previous = LineCache.START;
    while (true) {
      int entry = cache.next(previous);
      int at = parser.position();
      if (entry != LineCache.NONE && at >= 0) {
        int length = cache.length(entry);
        int kind = cache.context(entry);
        if (length >= 0
            && at + length < limit
            && (kind == context || kind == meta)
            && hash.matches(body, at, length, cache.low(entry), cache.high(entry))) {
          if (kind == meta) {
            parser.skipTo(at + length);
            context = knownMeta(entry, parser, format, context);
          } else {
            if (!parser.quickValue(at, at + length)) {
              parser.resume(at, at + length);
            }
            sample(entry, parser, buffers);
          }
          previous = entry;
          continue;
        }
      }
      Entry found = parser.next();
      if (found == Entry.END) {
        return;
      }
      if (found == Entry.SERIES) {
        entry = series(parser, context, buffers, appender);
      } else {
        entry = newMeta(found, parser, meta, buffers);
        context = format | typeBits(parser.typeInForce());
      }
      if (entry != LineCache.NONE) {
        cache.next(previous, entry);
        previous = entry;
      }
    }
  }

  private static int typeBits(MetricType type) {
    return type == MetricType.HISTOGRAM ? HISTOGRAM : type == MetricType.SUMMARY ? SUMMARY : 0;
  }

  private int knownMeta(int entry, ExpositionParser parser, int format, int context) {
    long ref = lines.ref(entry);
    lines.seen(entry);
    metadata.touch((int) (ref >>> TYPE_BITS));
    int type = (int) ref & ((1 << TYPE_BITS) - 1);
    if (type == 0) {
      return context;
    }
    parser.typeInForce(TYPES[type - 1]);
    return format | typeBits(TYPES[type - 1]);
  }

  /** A line about a family that did not stand here before. */
  private int newMeta(Entry found, ExpositionParser parser, int meta, Buffers buffers) {
    String family = parser.family();
    int type = 0;
    switch (found) {
      case TYPE -> {
        metadata.type(family, parser.statedType());
        type = Arrays.binarySearch(TYPES, parser.statedType()) + 1;
      }
      case HELP -> metadata.help(family, parser.text());
      case UNIT -> metadata.unit(family, parser.text());
      case SERIES, END -> {}
    }
    int length = parser.end() - parser.start();
    LineHash hash = buffers.hash;
    hash.of(buffers.body, parser.start(), length);
    int entry = lines.find(hash.low(), hash.high(), length, meta);
    if (entry == LineCache.NONE) {
      long ref = (long) metadata.slot(family) << TYPE_BITS | type;
      entry = lines.add(hash.low(), hash.high(), length, meta, ref);
    } else {
      lines.ref(entry, (long) metadata.slot(family) << TYPE_BITS | type);
    }
    lines.seen(entry);
    return entry;
  }

  /** A sample whose line did not stand here before; answers its entry, if it has one. */
  private int series(ExpositionParser parser, int context, Buffers buffers, Appender appender)
      throws ScrapeFailure {
    LineHash hash = buffers.hash;
    int length = parser.valueAt() - parser.start();
    hash.of(buffers.body, parser.start(), length);
    long low = hash.low();
    long high = hash.high();
    int entry = lines.find(low, high, length, context);
    if (entry != LineCache.NONE) {
      sample(entry, parser, buffers);
      return entry;
    }
    int known = lines.find(low, high, length, context ^ OPEN_METRICS);
    if (known != LineCache.NONE) {
      // the same line in the other format
      entry = lines.add(low, high, length, context, lines.ref(known));
      sample(entry, parser, buffers);
      return entry;
    }
    scraped++;
    parser.labels(buffers.labels);
    Labels labels = sampleLabels.of(buffers.labels);
    if (labels == null) {
      entry = lines.add(low, high, length, context, LineCache.DROPPED);
      lines.seen(entry);
      return entry;
    }
    if (isOverLimit()) {
      kept++;
      return LineCache.NONE;
    }
    long ref = appender.ref(labels);
    kept++;
    if (ref == Appender.REFUSED) {
      metrics.refused.inc();
      return LineCache.NONE;
    }
    entry = lines.add(low, high, length, context, ref);
    boolean own = job.honorTimestamps() && parser.hasTimestamp();
    int first = own ? ~buffers.ownSamples : buffers.samples;
    int before = histograms.size();
    collect(entry, parser, buffers, own);
    if (histograms.size() > before) {
      firstHistograms++;
      return entry;
    }
    if (firstCount == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * firstCount);
    }
    firsts[firstCount++] = first;
    return entry;
  }

  private boolean isOverLimit() {
    long limit = job.limits().samples();
    if (limit > 0 && ++limited > limit) {
      overLimit = true;
    }
    return overLimit;
  }

  private void sample(int entry, ExpositionParser parser, Buffers buffers) throws ScrapeFailure {
    scraped++;
    if (lines.ref(entry) == LineCache.DROPPED) {
      lines.seen(entry);
      return;
    }
    kept++;
    boolean own = parser.hasTimestamp() && job.honorTimestamps();
    if (!own && lines.isSeen(entry)) {
      metrics.duplicate.inc();
      return;
    }
    if (!isOverLimit()) {
      collect(entry, parser, buffers, own);
    }
  }

  private void collect(int entry, ExpositionParser parser, Buffers buffers, boolean own)
      throws ScrapeFailure {
    if (proto != null && collectHistogram(proto, entry, parser, own)) {
      return;
    }
    if (own) {
      if (job.trackTimestampsStaleness()) {
        lines.tracked(entry);
      } else {
        lines.seen(entry);
      }
      buffers.reserveOwn();
      int at = buffers.ownSamples++;
      buffers.ownRefs[at] = lines.ref(entry);
      buffers.ownValues[at] = parser.value();
      buffers.ownTimes[at] = parser.timestamp();
      buffers.ownEntries[at] = entry;
      buffers.ownLines[at] = parser.start();
    } else {
      lines.tracked(entry);
      buffers.reserve();
      int at = buffers.samples++;
      buffers.refs[at] = lines.ref(entry);
      buffers.values[at] = parser.value();
      buffers.entries[at] = entry;
      buffers.lines[at] = parser.start();
    }
    if (exemplarsOn) {
      collectExemplar(entry, parser, own);
    }
  }

  private void collectExemplar(int entry, ExpositionParser parser, boolean own) {
    ProtobufExposition made = proto;
    Exemplar exemplar =
        made == null ? parser.exemplar(Long.MIN_VALUE) : made.exemplar(parser.start());
    if (exemplar != null) {
      exemplars.add(
          new PendingExemplar(entry, exemplar, own ? parser.timestamp() : Long.MIN_VALUE));
    }
  }

  /** Takes the native histogram that stands for this line, if one does. */
  private boolean collectHistogram(
      ProtobufExposition made, int entry, ExpositionParser parser, boolean own)
      throws ScrapeFailure {
    Histogram histogram = made.histogram(parser.start());
    if (histogram == null) {
      return false;
    }
    Histogram limited = NativeHistograms.limited(histogram, job.limits());
    if (limited == null) {
      metrics.bucketLimit.inc();
      throw ScrapeFailure.content("histogram bucket limit exceeded");
    }
    String problem = NativeHistograms.problem(limited);
    if (problem != null) {
      kept--;
      throw ScrapeFailure.content(problem);
    }
    if (own && !job.trackTimestampsStaleness()) {
      lines.seen(entry);
    } else {
      lines.tracked(entry);
    }
    histograms.add(
        new PendingHistogram(
            entry, limited, own ? parser.timestamp() : Long.MIN_VALUE, parser.start()));
    if (exemplarsOn) {
      collectExemplar(entry, parser, own);
    }
    return true;
  }

  /**
   * Appends what was read.
   *
   * @throws ScrapeFailure if the storage takes late samples and one is too late even for that
   */
  void append(ExpositionParser parser, Buffers buffers, Appender appender, long timestamp, long now)
      throws ScrapeFailure {
    byte[] outcomes = buffers.outcomes(buffers.samples);
    if (buffers.samples > 0
        && appender.appendAt(timestamp, buffers.refs, buffers.values, buffers.samples, outcomes)
            > 0) {
      mend(parser, buffers, appender, timestamp, outcomes);
    } else if (buffers.samples > 0) {
      Arrays.fill(outcomes, 0, buffers.samples, AppendOutcome.OK);
    }
    int rejectedFirsts = 0;
    for (int i = 0; i < firstCount; i++) {
      if (firsts[i] >= 0 && isRejected(outcomes[firsts[i]])) {
        rejectedFirsts++;
      }
    }
    rejectedFirsts += appendOwn(parser, buffers, appender, now);
    added = firstCount - rejectedFirsts + firstHistograms;
    appendHistograms(parser, buffers, appender, timestamp, now);
    appendExemplars(appender, timestamp);
  }

  /** Looks at what was not stored: resolves references that are gone, counts the rest. */
  private void mend(
      ExpositionParser parser, Buffers buffers, Appender appender, long timestamp, byte[] outcomes)
      throws ScrapeFailure {
    long[] ref = new long[1];
    double[] value = new double[1];
    byte[] outcome = new byte[1];
    for (int i = 0; i < buffers.samples; i++) {
      if (outcomes[i] == AppendOutcome.UNKNOWN_REF) {
        ref[0] = resolve(parser, buffers, buffers.entries[i], buffers.lines[i], appender);
        value[0] = buffers.values[i];
        buffers.refs[i] = ref[0];
        if (ref[0] > 0) {
          appender.appendAt(timestamp, ref, value, 1, outcome);
          outcomes[i] = outcome[0];
        }
      }
      count(outcomes[i]);
    }
  }

  /** Resolves a series by its labels again, from its line in this body. */
  private long resolve(
      ExpositionParser parser, Buffers buffers, int entry, int line, Appender appender)
      throws ScrapeFailure {
    int context = lines.context(entry);
    parser.typeInForce(
        (context & HISTOGRAM) != 0
            ? MetricType.HISTOGRAM
            : (context & SUMMARY) != 0 ? MetricType.SUMMARY : MetricType.UNKNOWN);
    parser.seek(line);
    try {
      parser.next();
    } catch (ExpositionException e) {
      throw ScrapeFailure.content(e.getMessage());
    }
    parser.labels(buffers.labels);
    Labels labels = sampleLabels.of(buffers.labels);
    long ref = labels == null ? Appender.REFUSED : appender.ref(labels);
    if (ref > 0) {
      lines.ref(entry, ref);
    }
    return ref;
  }

  /**
   * Appends samples with times of their own, as many at once as have one; answers how many firsts
   * failed.
   */
  private int appendOwn(ExpositionParser parser, Buffers buffers, Appender appender, long now)
      throws ScrapeFailure {
    int failed = 0;
    long[] ref = new long[1];
    double[] value = new double[1];
    byte[] outcome = new byte[1];
    int nextFirst = 0;
    for (int i = 0; i < buffers.ownSamples; i++) {
      long time = buffers.ownTimes[i];
      byte result;
      if (time > now + MAX_AHEAD_MILLIS) {
        result = AppendOutcome.OUT_OF_BOUNDS;
      } else {
        ref[0] = buffers.ownRefs[i];
        value[0] = buffers.ownValues[i];
        appender.appendAt(time, ref, value, 1, outcome);
        if (outcome[0] == AppendOutcome.UNKNOWN_REF) {
          ref[0] = resolve(parser, buffers, buffers.ownEntries[i], buffers.ownLines[i], appender);
          buffers.ownRefs[i] = ref[0];
          if (ref[0] > 0) {
            appender.appendAt(time, ref, value, 1, outcome);
          }
        }
        result = outcome[0];
      }
      count(result);
      while (nextFirst < firstCount && (firsts[nextFirst] >= 0 || ~firsts[nextFirst] < i)) {
        nextFirst++;
      }
      if (nextFirst < firstCount && ~firsts[nextFirst] == i && isRejected(result)) {
        failed++;
      }
    }
    return failed;
  }

  /** Whether a series has not begun with this sample; a repetition within one body says it has. */
  private static boolean isRejected(byte outcome) {
    return outcome != AppendOutcome.OK && outcome != AppendOutcome.DUPLICATE;
  }

  private void count(byte outcome) throws ScrapeFailure {
    switch (outcome) {
      case AppendOutcome.OK -> {}
      case AppendOutcome.OUT_OF_ORDER -> metrics.outOfOrder.inc();
      case AppendOutcome.DUPLICATE -> metrics.duplicate.inc();
      case AppendOutcome.OUT_OF_BOUNDS -> metrics.outOfBounds.inc();
      case AppendOutcome.TOO_OLD -> throw ScrapeFailure.content(AppendOutcome.text(outcome));
      default -> metrics.refused.inc();
    }
  }

  private void appendHistograms(
      ExpositionParser parser, Buffers buffers, Appender appender, long timestamp, long now)
      throws ScrapeFailure {
    for (PendingHistogram pending : histograms) {
      long time = pending.time == Long.MIN_VALUE ? timestamp : pending.time;
      byte outcome = AppendOutcome.OUT_OF_BOUNDS;
      if (time <= now + MAX_AHEAD_MILLIS) {
        outcome = appender.appendHistogram(lines.ref(pending.entry), time, pending.histogram);
        if (outcome == AppendOutcome.UNKNOWN_REF) {
          long ref = resolve(parser, buffers, pending.entry, pending.line, appender);
          outcome = ref > 0 ? appender.appendHistogram(ref, time, pending.histogram) : outcome;
        }
      }
      count(outcome);
    }
  }

  private void appendExemplars(Appender appender, long timestamp) {
    for (PendingExemplar pending : exemplars) {
      Exemplar exemplar = pending.exemplar;
      if (lines.ref(pending.entry) <= 0) {
        continue;
      }
      if (exemplar.timestamp() == Long.MIN_VALUE) {
        long time = pending.sampleTime == Long.MIN_VALUE ? timestamp : pending.sampleTime;
        exemplar = new Exemplar(exemplar.labels(), exemplar.value(), time);
      }
      if (appender.appendExemplar(lines.ref(pending.entry), exemplar)
          == AppendOutcome.OUT_OF_ORDER) {
        metrics.exemplarOutOfOrder.inc();
      }
    }
  }

  /** Ends the series that were there in the scrape before and are not in this one. */
  void endVanished(Buffers buffers, Appender appender, long timestamp) {
    if (!lines.hasVanished()) {
      return;
    }
    long[] present = Arrays.copyOf(buffers.refs, buffers.samples + histograms.size());
    for (int i = 0; i < histograms.size(); i++) {
      present[buffers.samples + i] = lines.ref(histograms.get(i).entry);
    }
    Arrays.sort(present);
    long[] gone = buffers.scratch(lines.vanishedAtMost());
    int count = lines.vanished(present, present.length, gone);
    StaleMarkers.append(appender, timestamp, gone, count);
  }

  /** Forgets lines that were not in this body, which was complete. */
  void complete() {
    lines.sweep();
    metadata.end();
    lastComplete = lines.live();
  }

  /** Bodies that fail leave all lines known, but not without end. */
  void failed() {
    if (lines.live() > 2 * lastComplete + 1000) {
      lines.sweep();
      metrics.flushForced.inc();
    }
  }

  /** An exemplar that waits for its sample. Immutable. */
  private record PendingExemplar(int entry, Exemplar exemplar, long sampleTime) {}

  /** A native histogram that waits for the end of the body. Immutable. */
  private record PendingHistogram(int entry, Histogram histogram, long time, int line) {}
}
