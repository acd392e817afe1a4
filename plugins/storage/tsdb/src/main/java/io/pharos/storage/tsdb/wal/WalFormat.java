package io.pharos.storage.tsdb.wal;

/** The numbers of the log's format; see {@code docs/formats/wal.md}. */
public final class WalFormat {
  /** First bytes of a segment and of a checkpoint; changes with the layout. */
  static final long MAGIC = 0x3230_4c41_5748_50L;

  /** Before the first record. */
  static final int HEADER = 8;

  /** Length and checksum before a record. */
  static final int FRAME = 8;

  /** No record is longer. */
  static final int MAX_RECORD = 1 << 28;

  /** Sections of a record. */
  public static final int SERIES = 1;

  public static final int SAMPLES = 2;
  public static final int HISTOGRAMS = 3;

  /** As the two before, of samples that came out of order. */
  public static final int LATE_SAMPLES = 4;

  public static final int LATE_HISTOGRAMS = 5;
  public static final int EXEMPLARS = 6;

  private WalFormat() {}
}
