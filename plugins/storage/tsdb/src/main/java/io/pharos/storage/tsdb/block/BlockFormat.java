package io.pharos.storage.tsdb.block;

/** Names and numbers of a block's files; see {@code docs/formats/block.md}. */
final class BlockFormat {
  static final String META = "meta.json";
  static final String SERIES = "series";
  static final String CHUNKS = "chunks";
  static final String INDEX = "index";

  static final long SERIES_MAGIC = 0x3130_5245_5348_50L;
  static final long CHUNKS_MAGIC = 0x3230_4b4e_4348_50L;
  static final int HEADER = 8;

  /**
   * At the end of the series file: where the sections start, how many there are of each, checksum.
   */
  static final int FOOTER = 8 * 4 + 4 + 4;

  /** At the end of the chunks file: its size without the footer, checksum. */
  static final int CHUNKS_FOOTER = 8 + 4;

  /** Most samples in a chunk. */
  static final int MAX_SAMPLES = 1024;

  static final int FLOATS = 0;
  static final int HISTOGRAMS = 1;

  private BlockFormat() {}
}
