package io.pharos.ingest.push;

import io.airlift.compress.v3.snappy.SnappyFramedInputStream;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.pharos.ingest.push.text.BodyException;
import io.pharos.spi.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads bodies, unpacked and up to a limit. */
final class PushBody {
  /** More than any exposition has; a body is held as a whole. */
  static final int MOST_BYTES = 64 << 20;

  private PushBody() {}

  /**
   * The unpacked body.
   *
   * @throws BodyException with the answer's text if it cannot be unpacked
   */
  static byte[] read(HttpRequest request) throws IOException, BodyException {
    String encoding = request.header("Content-Encoding");
    byte[] body;
    try (InputStream in = request.body()) {
      if (encoding != null && encoding.equalsIgnoreCase("gzip")) {
        body = gunzip(in);
      } else if (encoding != null && encoding.equalsIgnoreCase("snappy")) {
        body = unsnap(in);
      } else {
        body = in.readNBytes(MOST_BYTES + 1);
      }
    }
    if (body.length > MOST_BYTES) {
      throw new BodyException("body is larger than " + MOST_BYTES + " bytes");
    }
    return body;
  }

  private static byte[] gunzip(InputStream in) throws IOException, BodyException {
    boolean begun = false;
    try (GZIPInputStream unpacked = new GZIPInputStream(in)) {
      begun = true;
      return unpacked.readNBytes(MOST_BYTES + 1);
    } catch (EOFException e) {
      throw new BodyException(begun ? "unexpected EOF" : "EOF");
    } catch (ZipException e) {
      boolean trailer = String.valueOf(e.getMessage()).startsWith("Corrupt GZIP trailer");
      throw new BodyException(
          begun
              ? trailer ? "gzip: invalid checksum" : "flate: corrupt input"
              : "gzip: invalid header");
    }
  }

  private static byte[] unsnap(InputStream in) throws IOException, BodyException {
    byte[] packed = in.readNBytes(MOST_BYTES + 1);
    if (packed.length == 0 || packed.length > MOST_BYTES) {
      return packed;
    }
    try (InputStream unpacked =
        new SnappyFramedInputStream(
            new SnappyJavaDecompressor(), new ByteArrayInputStream(packed), true)) {
      return unpacked.readNBytes(MOST_BYTES + 1);
    } catch (IOException | RuntimeException e) {
      throw new BodyException("snappy: corrupt input");
    }
  }
}
