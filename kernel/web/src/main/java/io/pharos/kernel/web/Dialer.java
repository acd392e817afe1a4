package io.pharos.kernel.web;

import io.pharos.spi.runtime.Clock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: addresses, proxies, TLS; its errors have the originals' words. Thread-safe.
 */
final class Dialer implements AutoCloseable {
  /** What fits into the socket's own buffer cannot hang while it is written. */
  private static final int SAFE_BODY_BYTES = 32 << 10;

  private final Clock clock;
  private final TlsContexts tls;
  private final ProxyChoice proxies;
  private final Runnable onNewTls;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable SSLContext lastTls;
  private @Nullable ScheduledThreadPoolExecutor watchdogs;

  /**
   * A dialer.
   *
   * @param onNewTls is called when the files of TLS have changed, so that old connections end
   */
  Dialer(Clock clock, TlsContexts tls, ProxyChoice proxies, Runnable onNewTls) {
    this.clock = clock;
    this.tls = tls;
    this.proxies = proxies;
    this.onNewTls = onNewTls;
  }

  /** Looks whether files of TLS have changed. */
  void refresh(String scheme) throws IOException {
    if (scheme.equals("https")) {
      SSLContext current = tls.current();
      if (lastTls != null && !current.equals(lastTls)) {
        onNewTls.run();
      }
      lastTls = current;
    }
  }

  WireConnection connect(URI uri, @Nullable URI proxy, long deadline) throws IOException {
    URI first = proxy == null ? uri : proxy;
    Socket socket = dial(host(first), JdkHttpClient.port(first), deadline);
    boolean connected = false;
    try {
      boolean secure = "https".equals(uri.getScheme());
      if (secure && proxy != null) {
        tunnel(socket, uri, proxy, deadline);
      }
      WireConnection made =
          new WireConnection(clock, secure ? secure(socket, uri, deadline) : socket);
      connected = true;
      return made;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private Socket dial(String host, int port, long deadline) throws IOException {
    if (port > 65_535) {
      throw new IOException("dial tcp: address " + port + ": invalid port");
    }
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("dial tcp: lookup " + host + ": no such host", e);
    }
    IOException first = null;
    for (InetAddress address : addresses) {
      try {
        return dial(address, port, deadline);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IOException("dial tcp: lookup " + host + ": no such host") : first;
  }

  private Socket dial(InetAddress address, int port, long deadline) throws IOException {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(address, port), WireConnection.left(clock, deadline));
      connected = true;
      return socket;
    } catch (ConnectException | NoRouteToHostException e) {
      String text = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
      String reason =
          text.contains("refused")
              ? "connection refused"
              : text.contains("unreachable") ? "network is unreachable" : "no route to host";
      throw new IOException("dial tcp " + shown(address) + ":" + port + ": connect: " + reason, e);
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  private static String shown(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private void tunnel(Socket socket, URI uri, URI proxy, long deadline) throws IOException {
    WireConnection plain = new WireConnection(clock, socket);
    plain.deadline(deadline);
    String authority = uri.getHost() + ":" + JdkHttpClient.port(uri);
    List<String> headers = proxies.connectHeaders(proxy);
    plain.write(JdkHttpClient.text("CONNECT", authority, authority, headers), null);
    WireConnection.Head answer = plain.readHead();
    if (answer.status() != 200) {
      throw new IOException(answer.reason().isEmpty() ? "proxy refused" : answer.reason());
    }
  }

  private SSLSocket secure(Socket socket, URI uri, long deadline) throws IOException {
    String configured = tls.config().serverName();
    String name = configured.isEmpty() ? host(uri) : configured;
    SSLSocket secure =
        (SSLSocket)
            tls.current()
                .getSocketFactory()
                .createSocket(socket, name, JdkHttpClient.port(uri), true);
    SSLParameters parameters = secure.getSSLParameters();
    if (!tls.config().insecureSkipVerify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (!name.matches("[0-9.]+|.*:.*")) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setProtocols(tls.protocols());
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    secure.setSSLParameters(parameters);
    try {
      secure.setSoTimeout(WireConnection.left(clock, deadline));
      secure.startHandshake();
      return secure;
    } catch (SSLException e) {
      throw new IOException(explain(e), e);
    }
  }

  private static String explain(SSLException error) {
    String message = error.getMessage() == null ? "handshake failure" : error.getMessage();
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return "http: server gave HTTP response to HTTPS client";
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
      }
      if (cause instanceof CertificateException && cause.getMessage() != null) {
        message = "failed to verify certificate: x509: " + cause.getMessage();
      }
    }
    return "tls: " + message;
  }

  /**
   * Closes a connection whose large body is not taken by the deadline, for a write has no timeout.
   */
  Watchdog watch(WireConnection connection, @Nullable ByteBuffer body, long deadline) {
    if (body == null || body.remaining() <= SAFE_BODY_BYTES) {
      return new Watchdog(null);
    }
    long nanos = Math.max(0, deadline - clock.nanos());
    return new Watchdog(watchdogs().schedule(connection::close, nanos, TimeUnit.NANOSECONDS));
  }

  private ScheduledThreadPoolExecutor watchdogs() {
    lock.lock();
    try {
      ScheduledThreadPoolExecutor known = watchdogs;
      if (known == null) {
        known =
            new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("web/write-timeout-", 0).factory());
        known.setRemoveOnCancelPolicy(true);
        watchdogs = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (watchdogs != null) {
        watchdogs.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A close that is planned, unless this is closed before. */
  record Watchdog(@Nullable ScheduledFuture<?> planned) implements AutoCloseable {
    @Override
    public void close() {
      if (planned != null) {
        planned.cancel(false);
      }
    }
  }
}
