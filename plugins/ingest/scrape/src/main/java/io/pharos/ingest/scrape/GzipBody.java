package io.pharos.ingest.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a body of one or more gzip members, with its inflater kept from scrape to scrape. Strict
 * about checksums and about what comes behind the last member. Confined to one thread.
 */
final class GzipBody {
  private static final int STEP = 32 * 1024;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private @Nullable Inflater inflater;
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[16 * 1024];
  private int from;
  private int to;
  private InputStream in = InputStream.nullInputStream();

  /** Decodes all into the buffers. */
  void read(InputStream stream, Buffers buffers, long limit) throws IOException, ScrapeFailure {
    in = stream;
    from = 0;
    to = 0;
    int length = 0;
    try {
      if (!fill()) {
        throw ScrapeFailure.fetching("EOF");
      }
      do {
        header();
        length = member(buffers, length, limit);
      } while (fill());
    } finally {
      in = InputStream.nullInputStream();
    }
    buffers.bodyLength = length;
  }

  private int member(Buffers buffers, int begin, long limit) throws IOException, ScrapeFailure {
    Inflater inflater = this.inflater;
    if (inflater == null) {
      inflater = new Inflater(true);
      this.inflater = inflater;
    }
    inflater.reset();
    crc.reset();
    int length = begin;
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (!fill()) {
            throw ScrapeFailure.fetching("unexpected EOF");
          }
          inflater.setInput(input, from, to - from);
          from = to;
        }
        buffers.reserveBody(length + STEP);
        int made = inflater.inflate(buffers.body, length, buffers.body.length - 1 - length);
        crc.update(buffers.body, length, made);
        length += made;
        if (limit > 0 && length >= limit) {
          throw ScrapeFailure.tooLarge();
        }
      }
    } catch (DataFormatException e) {
      throw ScrapeFailure.fetching("flate: corrupt input before offset " + inflater.getBytesRead());
    }
    from = to - inflater.getRemaining();
    long sum = word();
    long size = word();
    if (sum != crc.getValue() || size != ((length - begin) & 0xffffffffL)) {
      throw ScrapeFailure.fetching("gzip: invalid checksum");
    }
    return length;
  }

  private void header() throws IOException, ScrapeFailure {
    int magic = octet() | octet() << 8;
    int method = octet();
    int flags = octet();
    for (int i = 0; i < 6; i++) {
      octet();
    }
    if (magic != 0x8b1f || method != 8) {
      throw ScrapeFailure.fetching("gzip: invalid header");
    }
    if ((flags & EXTRA) != 0) {
      int extra = octet() | octet() << 8;
      for (int i = 0; i < extra; i++) {
        octet();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      octet();
      octet();
    }
  }

  private void skipText() throws IOException, ScrapeFailure {
    while (octet() != 0) {
      // goes on to the end of the text
    }
  }

  private long word() throws IOException, ScrapeFailure {
    return octet() | octet() << 8 | octet() << 16 | (long) octet() << 24;
  }

  private int octet() throws IOException, ScrapeFailure {
    if (!fill()) {
      throw ScrapeFailure.fetching("unexpected EOF");
    }
    return input[from++] & 0xff;
  }

  /** Whether there is more input; reads if none is at hand. */
  private boolean fill() throws IOException {
    while (from == to) {
      int read = in.read(input, 0, input.length);
      if (read < 0) {
        return false;
      }
      from = 0;
      to = read;
    }
    return true;
  }

  /** Gives back what lies outside the heap. */
  void close() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }
}
