package io.pharos.ingest.scrape;

import io.pharos.toolkit.exposition.LineHash;
import io.pharos.toolkit.exposition.OpenMetricsParser;
import io.pharos.toolkit.exposition.ParsedLabels;
import io.pharos.toolkit.exposition.TextParser;
import java.util.Arrays;

/**
 * What a scrape needs while it runs: the body, and columns of its samples. Open on purpose, for
 * they are filled in inner loops. Lent by {@link BufferPool}; confined to one thread.
 */
final class Buffers {
  byte[] body = new byte[32 * 1024];
  int bodyLength;
  byte[] compressed = new byte[0];

  final TextParser text = new TextParser();
  final OpenMetricsParser openMetrics = new OpenMetricsParser();
  final LineHash hash = new LineHash();
  final ParsedLabels labels = new ParsedLabels();

  /** Samples at the time of the scrape. */
  long[] refs = new long[1024];

  double[] values = new double[1024];
  int[] entries = new int[1024];

  /** Where the line of each begins. */
  int[] lines = new int[1024];

  int samples;

  /** Samples with times of their own. */
  long[] ownRefs = new long[0];

  double[] ownValues = new double[0];
  long[] ownTimes = new long[0];
  int[] ownEntries = new int[0];
  int[] ownLines = new int[0];
  int ownSamples;

  byte[] outcomes = new byte[1024];
  long[] scratch = new long[0];

  /** Makes room for one more sample. */
  void reserve() {
    if (samples == refs.length) {
      int capacity = samples + (samples >> 1);
      refs = Arrays.copyOf(refs, capacity);
      values = Arrays.copyOf(values, capacity);
      entries = Arrays.copyOf(entries, capacity);
      lines = Arrays.copyOf(lines, capacity);
      outcomes = new byte[capacity];
    }
  }

  /** Makes room for one more sample with a time of its own. */
  void reserveOwn() {
    if (ownSamples == ownRefs.length) {
      int capacity = Math.max(256, ownSamples + (ownSamples >> 1));
      ownRefs = Arrays.copyOf(ownRefs, capacity);
      ownValues = Arrays.copyOf(ownValues, capacity);
      ownTimes = Arrays.copyOf(ownTimes, capacity);
      ownEntries = Arrays.copyOf(ownEntries, capacity);
      ownLines = Arrays.copyOf(ownLines, capacity);
    }
  }

  /** Room for so many references, with nothing in it. */
  long[] scratch(int count) {
    if (scratch.length < count) {
      scratch = new long[Math.max(count, 2 * scratch.length)];
    }
    return scratch;
  }

  byte[] outcomes(int count) {
    if (outcomes.length < count) {
      outcomes = new byte[count];
    }
    return outcomes;
  }

  /** Makes room for so many bytes of the body and the spare one that parsers ask for. */
  void reserveBody(int length) {
    if (length >= body.length) {
      body = Arrays.copyOf(body, Math.max(length + 1, body.length + (body.length >> 1)));
    }
  }

  void reset() {
    bodyLength = 0;
    samples = 0;
    ownSamples = 0;
    text.release();
    openMetrics.release();
    labels.clear();
  }

  /** Whether this is too large to be kept for the next scrape. */
  boolean isOversized() {
    return body.length > BufferPool.KEPT_BODY || compressed.length > BufferPool.KEPT_BODY;
  }
}
