package io.pharos.ingest.remotewrite;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.toolkit.exposition.LineHash;
import io.pharos.toolkit.exposition.Utf8;
import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Appends the series of a {@code prometheus.WriteRequest}. Series that have one sample each, all of
 * one time, as an agent sends them after a scrape, go to the storage together; others one by one.
 * Labels are read only for series that {@link RefCache} does not know. Reused; confined to one
 * thread.
 */
final class WriteRequest {
  private static final long BAD_LABELS = -2;

  private final RefCache cache;
  private final ProtoReader message = new ProtoReader();
  private final ProtoReader part = new ProtoReader();
  private final LineHash hash = new LineHash();
  private final LabelsBuilder labels = new LabelsBuilder();

  /** Samples of the series that is being read. */
  private long[] times = new long[64];

  private double[] values = new double[64];
  private int samples;

  /** Parts of the series that are read once its reference is known: from, to. */
  private int[] histograms = new int[8];

  private int histogramCount;
  private int[] exemplars = new int[8];
  private int exemplarCount;

  /** Samples of one time that wait to be appended, and where the labels of each stand. */
  private long[] batchRefs = new long[1024];

  private double[] batchValues = new double[1024];
  private int[] batchLabels = new int[2048];
  private int batch;
  private long batchTime;

  private byte[] outcomes = new byte[1024];

  /** What the request has given. */
  int appended;

  int badLabels;

  private long epoch;
  private long latest;

  WriteRequest(RefCache cache) {
    this.cache = cache;
  }

  /**
   * Appends all; the caller commits.
   *
   * @param epoch of the storage
   * @param latest the latest time that a sample may have
   * @throws Rejected if a sample cannot be stored, and so nothing is to be
   */
  void append(byte[] body, int length, Appender appender, long epoch, long latest)
      throws WireException, Rejected {
    this.epoch = epoch;
    this.latest = latest;
    appended = 0;
    badLabels = 0;
    batch = 0;
    message.wrap(body, 0, length);
    for (int field = message.field(); field != 0; field = message.field()) {
      if (field == 1) {
        message.expect(ProtoReader.LENGTH, "Timeseries");
        int outer = message.enter(message.length());
        series(appender);
        message.leave(outer);
      } else {
        message.skipField();
      }
    }
    flush(appender);
  }

  private void series(Appender appender) throws WireException, Rejected {
    samples = 0;
    histogramCount = 0;
    exemplarCount = 0;
    int labelsFrom = -1;
    int labelsTo = -1;
    boolean split = false;
    int start = message.position();
    int at = start;
    for (int field = message.field(); field != 0; field = message.field()) {
      switch (field) {
        case 1 -> {
          message.expect(ProtoReader.LENGTH, "Labels");
          message.skip(message.length());
          split |= labelsTo >= 0 && labelsTo != at;
          labelsFrom = labelsFrom < 0 ? at : labelsFrom;
          labelsTo = message.position();
        }
        case 2 -> sample();
        case 3 -> exemplars = keep("Exemplars", exemplars, 2 * exemplarCount++);
        case 4 -> histograms = keep("Histograms", histograms, 2 * histogramCount++);
        default -> message.skipField();
      }
      at = message.position();
    }
    if (samples == 0 && histogramCount == 0 && exemplarCount == 0) {
      return;
    }
    long ref =
        split
            ? resolve(readSplit(start, at), appender)
            : ref(Math.max(labelsFrom, 0), Math.max(labelsTo, 0), appender);
    if (ref == BAD_LABELS) {
      badLabels++;
      return;
    }
    if (samples == 1 && !split) {
      addToBatch(ref, labelsFrom, labelsTo, appender);
    } else if (samples > 0) {
      flush(appender);
      appendSeries(ref, labelsFrom, labelsTo, appender);
    }
    if (histogramCount + exemplarCount > 0) {
      flush(appender);
      appendRest(ref, appender);
    }
  }

  private void sample() throws WireException {
    message.expect(ProtoReader.LENGTH, "Samples");
    int outer = message.enter(message.length());
    double value = 0;
    long time = 0;
    for (int field = message.field(); field != 0; field = message.field()) {
      if (field == 1) {
        message.expect(ProtoReader.FIXED64, "Value");
        value = message.fixedDouble();
      } else if (field == 2) {
        message.expect(ProtoReader.VARINT, "Timestamp");
        time = message.varint();
      } else {
        message.skipField();
      }
    }
    message.leave(outer);
    if (samples == times.length) {
      times = Arrays.copyOf(times, 2 * samples);
      values = Arrays.copyOf(values, 2 * samples);
    }
    times[samples] = time;
    values[samples++] = value;
  }

  /** Remembers where a part stands. */
  private int[] keep(String name, int[] parts, int index) throws WireException {
    message.expect(ProtoReader.LENGTH, name);
    int[] room = index + 2 > parts.length ? Arrays.copyOf(parts, 2 * parts.length) : parts;
    int length = message.length();
    room[index] = message.position();
    room[index + 1] = message.position() + length;
    message.skip(length);
    return room;
  }

  private void addToBatch(long ref, int labelsFrom, int labelsTo, Appender appender)
      throws WireException, Rejected {
    long time = times[0];
    if (batch > 0 && time != batchTime) {
      flush(appender);
    }
    if (batch == batchRefs.length) {
      batchRefs = Arrays.copyOf(batchRefs, 2 * batch);
      batchValues = Arrays.copyOf(batchValues, 2 * batch);
      batchLabels = Arrays.copyOf(batchLabels, 4 * batch);
    }
    batchTime = time;
    batchRefs[batch] = ref;
    batchValues[batch] = values[0];
    batchLabels[2 * batch] = labelsFrom;
    batchLabels[2 * batch + 1] = labelsTo;
    batch++;
  }

  private void flush(Appender appender) throws WireException, Rejected {
    int count = batch;
    if (count == 0) {
      return;
    }
    batch = 0;
    checkTime(batchTime);
    byte[] outcomes = outcomes(count);
    if (appender.appendAt(batchTime, batchRefs, batchValues, count, outcomes) > 0) {
      long[] ref = new long[1];
      double[] value = new double[1];
      byte[] outcome = new byte[1];
      for (int i = 0; i < count; i++) {
        outcome[0] = outcomes[i];
        if (outcome[0] == AppendOutcome.UNKNOWN_REF) {
          ref[0] = again(batchLabels[2 * i], batchLabels[2 * i + 1], appender);
          value[0] = batchValues[i];
          appender.appendAt(batchTime, ref, value, 1, outcome);
        }
        check(outcome[0], batchTime);
      }
    }
    appended += count;
  }

  private void appendSeries(long ref, int labelsFrom, int labelsTo, Appender appender)
      throws WireException, Rejected {
    for (int i = 0; i < samples; i++) {
      checkTime(times[i]);
    }
    byte[] outcomes = outcomes(samples);
    if (appender.appendSeries(ref, times, values, samples, outcomes) > 0) {
      if (outcomes[0] == AppendOutcome.UNKNOWN_REF && labelsFrom >= 0) {
        long fresh = again(labelsFrom, labelsTo, appender);
        appender.appendSeries(fresh, times, values, samples, outcomes);
      }
      for (int i = 0; i < samples; i++) {
        check(outcomes[i], times[i]);
      }
    }
    appended += samples;
  }

  private void appendRest(long ref, Appender appender) throws WireException, Rejected {
    byte[] body = message.bytes();
    for (int i = 0; i < histogramCount; i++) {
      part.wrap(body, histograms[2 * i], histograms[2 * i + 1]);
      HistogramMessage read = HistogramMessage.read(part);
      Histogram histogram = read.histogram();
      checkTime(read.timestamp());
      if (histogram != null) {
        check(appender.appendHistogram(ref, read.timestamp(), histogram), read.timestamp());
        appended++;
      }
    }
    for (int i = 0; i < exemplarCount; i++) {
      part.wrap(body, exemplars[2 * i], exemplars[2 * i + 1]);
      Exemplar exemplar = exemplar();
      if (exemplar != null) {
        appender.appendExemplar(ref, exemplar); // one that is late is no error
      }
    }
  }

  private @Nullable Exemplar exemplar() throws WireException {
    labels.reset(Labels.empty());
    boolean valid = true;
    double value = 0;
    long time = 0;
    for (int field = part.field(); field != 0; field = part.field()) {
      switch (field) {
        case 1 -> {
          part.expect(ProtoReader.LENGTH, "Labels");
          valid &= label();
        }
        case 2 -> {
          part.expect(ProtoReader.FIXED64, "Value");
          value = part.fixedDouble();
        }
        case 3 -> {
          part.expect(ProtoReader.VARINT, "Timestamp");
          time = part.varint();
        }
        default -> part.skipField();
      }
    }
    return valid ? new Exemplar(labels.build(), value, time) : null;
  }

  private void checkTime(long time) throws Rejected {
    if (time > latest) {
      throw new Rejected(AppendOutcome.text(AppendOutcome.OUT_OF_BOUNDS));
    }
  }

  private static void check(byte outcome, long time) throws Rejected {
    if (outcome == AppendOutcome.DUPLICATE) {
      throw new Rejected(AppendOutcome.text(outcome) + " " + time + "; overrides not allowed");
    }
    if (outcome != AppendOutcome.OK && outcome != AppendOutcome.UNSUPPORTED) {
      throw new Rejected(AppendOutcome.text(outcome));
    }
  }

  private byte[] outcomes(int count) {
    if (outcomes.length < count) {
      outcomes = new byte[Math.max(count, 2 * outcomes.length)];
    }
    return outcomes;
  }

  /** The reference of the series with the labels that stand there. */
  private long ref(int from, int to, Appender appender) throws WireException {
    hash.of(message.bytes(), from, to - from);
    long known = cache.get(epoch, hash.low(), hash.high());
    return known != RefCache.UNKNOWN ? known : again(from, to, appender);
  }

  /** Resolves a series whose reference is not known or not valid any more. */
  private long again(int from, int to, Appender appender) throws WireException {
    hash.of(message.bytes(), from, to - from);
    long low = hash.low();
    long high = hash.high();
    part.wrap(message.bytes(), from, to);
    long ref = resolve(readLabels(), appender);
    if (ref > 0) {
      cache.put(epoch, low, high, ref);
    }
    return ref;
  }

  private static long resolve(@Nullable Labels labels, Appender appender) {
    return labels == null ? BAD_LABELS : appender.ref(labels);
  }

  /** The labels of a series whose label fields are not together. */
  private @Nullable Labels readSplit(int from, int to) throws WireException {
    part.wrap(message.bytes(), from, to);
    return readLabels();
  }

  /** The labels among the fields of {@link #part}, or null where they name no series. */
  private @Nullable Labels readLabels() throws WireException {
    labels.reset(Labels.empty());
    boolean valid = true;
    for (int field = part.field(); field != 0; field = part.field()) {
      if (field == 1) {
        valid &= label();
      } else {
        part.skipField();
      }
    }
    return valid && labels.get(Label.NAME) != null ? labels.build() : null;
  }

  /** Reads one label; false if it is not valid or there already. */
  private boolean label() throws WireException {
    int outer = part.enter(part.length());
    String name = "";
    String value = "";
    boolean valid = true;
    for (int field = part.field(); field != 0; field = part.field()) {
      if (field == 1 || field == 2) {
        part.expect(ProtoReader.LENGTH, field == 1 ? "Name" : "Value");
        int length = part.length();
        int from = part.position();
        valid &= Utf8.isValid(part.bytes(), from, from + length);
        String text = new String(part.bytes(), from, length, StandardCharsets.UTF_8);
        part.skip(length);
        if (field == 1) {
          name = text;
        } else {
          value = text;
        }
      } else {
        part.skipField();
      }
    }
    part.leave(outer);
    if (name.isEmpty() || labels.get(name) != null) {
      return false;
    }
    labels.set(name, value);
    return valid;
  }
}
