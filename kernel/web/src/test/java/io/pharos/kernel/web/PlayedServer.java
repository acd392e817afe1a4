package io.pharos.kernel.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that plays given bytes, one answer per request, and remembers what it was asked. */
final class PlayedServer implements AutoCloseable {
  /** An answer after which the connection is closed. */
  static final String CLOSE = "\0close";

  /** An answer that never comes. */
  static final String SILENT = "\0silent";

  final List<List<String>> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket listener;
  private final List<String> answers;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  PlayedServer(String... answers) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
  }

  PlayedServer(ServerSocket listener, String... answers) {
    this.listener = listener;
    this.answers = List.of(answers);
    Thread.ofVirtual().start(this::accept);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      while (true) {
        List<String> request = new ArrayList<>();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          request.add(line);
          if (line.startsWith("Content-Length: ")) {
            length = Integer.parseInt(line.substring(16));
          }
        }
        if (request.isEmpty()) {
          return;
        }
        char[] body = new char[length];
        for (int read = 0; read < length; read += in.read(body, read, length - read)) {}
        if (length > 0) {
          request.add(new String(body));
        }
        requests.add(request);
        String answer = answers.get(Math.min(requests.size(), answers.size()) - 1);
        boolean silent = answer.endsWith(SILENT);
        boolean close = answer.endsWith(CLOSE);
        String text = answer.replace(SILENT, "").replace(CLOSE, "");
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        if (silent) {
          in.read();
        }
        if (close) {
          return;
        }
      }
    } catch (IOException e) {
      requests.add(List.of("broken: " + e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
