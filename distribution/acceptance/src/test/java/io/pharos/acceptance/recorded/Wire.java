package io.pharos.acceptance.recorded;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends a recorded request to the letter: nothing is normalised, added or followed,
 * which ready-made clients do not allow.
 */
final class Wire {
  private static final int PATIENCE_MILLIS = 60_000;

  private Wire() {}

  /** Sends the request of a case to a port of this machine. */
  static Answer send(int port, Map<String, @Nullable Object> request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] body = body(request);
      OutputStream out = socket.getOutputStream();
      out.write(head(port, request, body).getBytes(StandardCharsets.ISO_8859_1));
      if (body != null) {
        out.write(body);
      }
      out.flush();
      boolean skipsBody = Boolean.TRUE.equals(request.get("stream"));
      return read(socket.getInputStream(), Json.text(request.get("method")), skipsBody);
    }
  }

  private static byte @Nullable [] body(Map<String, @Nullable Object> request) {
    if (request.containsKey("form")) {
      return encoded(request.get("form")).getBytes(StandardCharsets.US_ASCII);
    }
    if (request.containsKey("body")) {
      return Json.text(request.get("body")).getBytes(StandardCharsets.UTF_8);
    }
    return request.containsKey("body_base64")
        ? Base64.getDecoder().decode(Json.text(request.get("body_base64")))
        : null;
  }

  private static String encoded(@Nullable Object pairs) {
    List<String> encoded = new ArrayList<>();
    for (Object pair : Json.list(pairs)) {
      List<@Nullable Object> both = Json.list(pair);
      encoded.add(encode(Json.text(both.get(0))) + "=" + encode(Json.text(both.get(1))));
    }
    return String.join("&", encoded);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String head(
      int port, Map<String, @Nullable Object> request, byte @Nullable [] body) {
    String method = Json.text(request.get("method"));
    StringBuilder head = new StringBuilder(method).append(' ').append(request.get("path"));
    if (request.containsKey("raw_query")) {
      head.append('?').append(request.get("raw_query"));
    } else if (!Json.list(request.get("query")).isEmpty()) {
      head.append('?').append(encoded(request.get("query")));
    }
    head.append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(port).append("\r\n");
    Map<String, @Nullable Object> headers = Json.object(request.get("headers"));
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (request.containsKey("form") && !headers.containsKey("Content-Type")) {
      head.append("Content-Type: application/x-www-form-urlencoded\r\n");
    }
    if (body != null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    } else if (method.equals("POST") || method.equals("PUT")) {
      head.append("Content-Length: 0\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static Answer read(InputStream in, String method, boolean skipsBody) throws IOException {
    String[] first = line(in).split(" ", 3);
    if (first.length < 2) {
      throw new IOException("no status line: " + String.join(" ", first));
    }
    int status = Integer.parseInt(first[1]);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.add(Map.entry(name, line.substring(colon + 1).strip()));
    }
    if (status == 100) {
      return read(in, method, skipsBody);
    }
    boolean none = skipsBody || method.equals("HEAD") || status == 204 || status == 304;
    byte[] body = none ? new byte[0] : body(in, headers);
    return new Answer(status, headers, decoded(body, header(headers, "content-encoding")));
  }

  private static String header(List<Map.Entry<String, String>> headers, String name) {
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equals(name)) {
        return header.getValue();
      }
    }
    return "";
  }

  private static byte[] body(InputStream in, List<Map.Entry<String, String>> headers)
      throws IOException {
    if (header(headers, "transfer-encoding").equals("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.write(exactly(in, size));
        line(in);
      }
      return body.toByteArray();
    }
    String length = header(headers, "content-length");
    return length.isEmpty() ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("body ends after " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection closed");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] decoded(byte[] body, String encoding) throws IOException {
    if (body.length == 0) {
      return body;
    }
    return switch (encoding) {
      case "gzip" -> new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
      case "deflate" -> inflated(body);
      default -> body;
    };
  }

  /** With the header of zlib, or without one. */
  private static byte[] inflated(byte[] body) throws IOException {
    boolean bare = !hasHeader(body);
    Inflater inflater = new Inflater(bare);
    try (InputStream in =
        new InflaterInputStream(new java.io.ByteArrayInputStream(body), inflater)) {
      return in.readAllBytes();
    } finally {
      inflater.end();
    }
  }

  private static boolean hasHeader(byte[] body) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(body);
      inflater.inflate(new byte[1]);
      return true;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
