package io.pharos.kernel.web;

import io.pharos.spi.runtime.Clock;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection of a client: writes requests, reads heads and bytes, each within the
 * deadline that is set. Confined to the thread of its exchange.
 */
final class WireConnection implements AutoCloseable {
  static final String TIMED_OUT = "context deadline exceeded";

  /** Status line and headers of a response may be so long. */
  private static final int MAX_HEAD_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 16 << 10;

  private final Clock clock;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long deadline;
  private int headBytes;
  private long usedAt;

  WireConnection(Clock clock, Socket socket) throws IOException {
    this.clock = clock;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** The head of a response: its status, reason, and names and values of headers in turn. */
  record Head(int status, String reason, boolean isHttp11, List<String> headers) {}

  Socket socket() {
    return socket;
  }

  void deadline(long nanos) {
    deadline = nanos;
  }

  /** Milliseconds that are left, at least one. */
  static int left(Clock clock, long deadline) throws SocketTimeoutException {
    long nanos = deadline - clock.nanos();
    if (nanos <= 0) {
      throw new SocketTimeoutException(TIMED_OUT);
    }
    return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000 + 1);
  }

  void write(byte[] head, @Nullable ByteBuffer body) throws IOException {
    if (body == null) {
      out.write(head);
    } else if (body.remaining() <= BUFFER_BYTES) {
      byte[] both = new byte[head.length + body.remaining()];
      System.arraycopy(head, 0, both, 0, head.length);
      body.duplicate().get(both, head.length, body.remaining());
      out.write(both);
    } else {
      out.write(head);
      ByteBuffer rest = body.duplicate();
      byte[] part = new byte[Math.min(rest.remaining(), 1 << 20)];
      while (rest.hasRemaining()) {
        int count = Math.min(part.length, rest.remaining());
        rest.get(part, 0, count);
        out.write(part, 0, count);
      }
    }
    out.flush();
  }

  /** Reads a head; one with a status below 200 is passed over. */
  Head readHead() throws IOException {
    headBytes = 0;
    while (true) {
      String line = readLine(true);
      int space = line.indexOf(' ');
      int end = space + 4;
      boolean wellFormed =
          line.startsWith("HTTP/1.")
              && space == 8
              && line.length() >= end
              && (line.length() == end || line.charAt(end) == ' ');
      int status = wellFormed ? number(line.substring(space + 1, end), 10) : -1;
      if (status < 100) {
        throw new IOException(
            "net/http: HTTP/1.x transport connection broken: malformed HTTP response \""
                + line
                + "\"");
      }
      List<String> headers = readHeaders();
      if (status >= 200 || status == 101) {
        String reason = line.length() > end ? line.substring(end + 1) : "";
        return new Head(status, reason, line.charAt(7) != '0', headers);
      }
    }
  }

  private List<String> readHeaders() throws IOException {
    List<String> headers = new ArrayList<>(16);
    while (true) {
      String line = readLine(false);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException(
            "net/http: HTTP/1.x transport connection broken: malformed MIME header line: " + line);
      }
      headers.add(line.substring(0, colon));
      headers.add(line.substring(colon + 1).strip());
    }
  }

  /** The length that stands before a chunk. */
  long readChunkSize() throws IOException {
    headBytes = 0;
    String line = readLine(false);
    int end = line.indexOf(';');
    String text = (end < 0 ? line : line.substring(0, end)).strip();
    if (text.isEmpty() || text.length() > 15) {
      throw new IOException("malformed chunked encoding");
    }
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        throw new IOException("malformed chunked encoding");
      }
      size = size << 4 | digit;
    }
    return size;
  }

  /** Reads the line end behind a chunk. */
  void readChunkEnd() throws IOException {
    headBytes = 0;
    if (!readLine(false).isEmpty()) {
      throw new IOException("malformed chunked encoding");
    }
  }

  /** Reads what follows the last chunk. */
  void readTrailers() throws IOException {
    headBytes = 0;
    readHeaders();
  }

  private static int number(String text, int radix) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private String readLine(boolean first) throws IOException {
    StringBuilder line = null;
    while (true) {
      int start = position;
      for (int i = start; i < limit; i++) {
        if (buffer[i] == '\n') {
          position = i + 1;
          int end = i > start && buffer[i - 1] == '\r' ? i - 1 : i;
          String text = new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
          if (line == null) {
            return text;
          }
          line.append(text);
          if (end == i && !line.isEmpty() && line.charAt(line.length() - 1) == '\r' && i == start) {
            line.setLength(line.length() - 1);
          }
          return line.toString();
        }
      }
      if (line == null) {
        line = new StringBuilder();
      }
      line.append(new String(buffer, start, limit - start, StandardCharsets.ISO_8859_1));
      headBytes += limit - start;
      if (headBytes > MAX_HEAD_BYTES) {
        throw new IOException("net/http: server response headers exceeded 1048576 bytes");
      }
      position = limit;
      if (!fill()) {
        throw new EOFException(first && line.isEmpty() ? "EOF" : "unexpected EOF");
      }
    }
  }

  private boolean fill() throws IOException {
    socket.setSoTimeout(left(clock, deadline));
    int count = in.read(buffer);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  /** Reads bytes of a body; -1 at the end of the stream. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (position < limit) {
      int count = Math.min(length, limit - position);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      return count;
    }
    if (length >= BUFFER_BYTES) {
      socket.setSoTimeout(left(clock, deadline));
      return in.read(target, offset, length);
    }
    return fill() ? read(target, offset, length) : -1;
  }

  /** Whether more can be read without waiting. */
  boolean hasMore() throws IOException {
    return position < limit || in.available() > 0;
  }

  /**
   * Whether the other side has closed or sent something unasked while the connection was unused.
   */
  boolean isStale() {
    if (position < limit) {
      return true;
    }
    try {
      socket.setSoTimeout(1);
      in.read(buffer, 0, 1);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  void usedAt(long nanos) {
    usedAt = nanos;
  }

  long usedAt() {
    return usedAt;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      usedAt = 0; // the connection is given up in any case
    }
  }
}
