package io.pharos.kernel.web;

import io.pharos.spi.http.OutgoingClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response whose body is still on the wire. Confined to one thread. */
final class WireResponse implements OutgoingClient.Response {
  private static final long UNTIL_CLOSE = -1;

  private final WireConnection connection;
  private final WireConnection.Head head;
  private final Runnable giveBack;
  private final boolean chunked;
  private final boolean reusable;

  /** Bytes that are left of the body or of the chunk; {@link #UNTIL_CLOSE} where nobody knows. */
  private long left;

  private boolean complete;
  private boolean closed;

  /**
   * A response.
   *
   * @param giveBack takes the connection for the next request
   */
  WireResponse(
      String method, WireConnection connection, WireConnection.Head head, Runnable giveBack)
      throws IOException {
    this.connection = connection;
    this.head = head;
    this.giveBack = giveBack;
    String coding = header("Transfer-Encoding");
    boolean bodiless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
    this.chunked = !bodiless && coding != null && coding.equalsIgnoreCase("chunked");
    String length = header("Content-Length");
    if (bodiless) {
      left = 0;
      complete = true;
    } else if (chunked) {
      left = 0;
    } else if (length == null) {
      left = UNTIL_CLOSE;
    } else {
      left = length(length);
      complete = left == 0;
    }
    String connectionHeader = header("Connection");
    this.reusable =
        left != UNTIL_CLOSE
            && (connectionHeader == null
                ? head.isHttp11()
                : !connectionHeader.equalsIgnoreCase("close"));
  }

  private static long length(String text) throws IOException {
    try {
      long length = Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new IOException("bad Content-Length \"" + text + "\"", e);
    }
    throw new IOException("bad Content-Length \"" + text + "\"");
  }

  @Override
  public int status() {
    return head.status();
  }

  @Override
  public String reason() {
    return head.reason();
  }

  @Override
  public @Nullable String header(String name) {
    List<String> all = head.headers();
    for (int i = 0; i < all.size(); i += 2) {
      if (all.get(i).equalsIgnoreCase(name)) {
        return all.get(i + 1);
      }
    }
    return null;
  }

  @Override
  public List<String> headers(String name) {
    List<String> all = head.headers();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      if (all.get(i).equalsIgnoreCase(name)) {
        found.add(all.get(i + 1));
      }
    }
    return found;
  }

  @Override
  public InputStream body() {
    return new Body();
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the response is closed");
    }
    if (complete || length == 0) {
      return complete ? -1 : 0;
    }
    try {
      if (chunked && left == 0 && !nextChunk()) {
        return -1;
      }
      int wanted = left == UNTIL_CLOSE ? length : (int) Math.min(length, left);
      int count = connection.read(target, offset, wanted);
      if (count < 0) {
        return ended();
      }
      if (left != UNTIL_CLOSE) {
        left -= count;
        if (left == 0) {
          endOfPart();
        }
      }
      return count;
    } catch (SocketTimeoutException e) {
      throw new IOException(WireConnection.TIMED_OUT, e);
    }
  }

  private boolean nextChunk() throws IOException {
    left = connection.readChunkSize();
    if (left == 0) {
      connection.readTrailers();
      complete = true;
    }
    return left > 0;
  }

  private void endOfPart() throws IOException {
    if (chunked) {
      connection.readChunkEnd();
    } else {
      complete = true;
    }
  }

  private int ended() throws IOException {
    if (left != UNTIL_CLOSE) {
      throw new EOFException("unexpected EOF");
    }
    complete = true;
    return -1;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    boolean finished = complete || isAtLastChunk();
    closed = true;
    if (finished && reusable) {
      giveBack.run();
    } else {
      connection.close();
    }
  }

  /** A reader that knows its end by itself (gzip) leaves the last, empty chunk unread. */
  private boolean isAtLastChunk() {
    try {
      return chunked && left == 0 && connection.hasMore() && !nextChunk();
    } catch (IOException e) {
      return false;
    }
  }

  private final class Body extends InputStream {
    private final byte[] one = new byte[1];

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return WireResponse.this.read(target, offset, length);
    }
  }
}
