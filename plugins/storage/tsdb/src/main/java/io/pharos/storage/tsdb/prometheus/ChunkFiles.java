package io.pharos.storage.tsdb.prometheus;

import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.SampleBatch;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the chunks of a block. Confined to one thread. */
final class ChunkFiles {
  static final int MAGIC = 0x85BD40DD;
  static final int VERSION = 1;
  static final int HEADER = 8;

  private final List<Bytes> files = new ArrayList<>();
  private final BitSource source = new BitSource();
  private final FloatChunk floats = new FloatChunk();
  private final HistogramChunk histograms = new HistogramChunk();
  private byte[] bytes = new byte[1024];

  /** Maps the files of a folder for as long as the arena is open. */
  ChunkFiles(Path folder, Arena arena) {
    Path file = folder.resolve(name(0));
    while (Files.exists(file)) {
      Bytes mapped = Bytes.map(file, arena);
      if (mapped.size() < HEADER || mapped.i32() != MAGIC || mapped.u8() != VERSION) {
        throw mapped.corrupt("no file of chunks of version 1");
      }
      files.add(mapped);
      file = folder.resolve(name(files.size()));
    }
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%06d", number + 1);
  }

  /** Appends the samples of the chunk at a place, after its checksum was checked. */
  void read(long ref, SampleBatch batch) {
    int number = (int) (ref >>> 32);
    if (number >= files.size()) {
      throw new StorageException(
          StorageException.Code.CORRUPT, "a file is missing [file=chunks/" + name(number) + "]");
    }
    Bytes file = files.get(number);
    file.position(ref & 0xFFFF_FFFFL);
    int length = file.count();
    long at = file.position();
    file.check(at, length + 1L, "a chunk");
    int encoding = file.u8();
    if (length > bytes.length) {
      bytes = new byte[2 * length];
    }
    file.copy(bytes, length);
    try {
      decode(encoding, length, batch);
    } catch (IllegalArgumentException e) {
      throw file.corrupt("a histogram does not fit together at " + at);
    }
  }

  private void decode(int encoding, int length, SampleBatch batch) {
    source.wrap(bytes, 0, length);
    switch (encoding) {
      case FloatChunk.ENCODING -> floats.decode(source, batch);
      case HistogramChunk.WHOLE -> histograms.decodeWhole(source, batch);
      case HistogramChunk.FLOATS -> histograms.decodeFloats(source, batch);
      default ->
          throw new StorageException(
              StorageException.Code.CORRUPT,
              "a chunk has an unknown encoding [encoding=" + encoding + "]");
    }
  }
}
