package io.pharos.kernel.web;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A listener of one site, whose connections can be watched. */
final class WatchedConnector extends ServerConnector {
  private final Site site;

  WatchedConnector(Server server, Site site, ConnectionFactory... protocols) {
    super(server, 1, 1, protocols);
    this.site = site;
  }

  Site site() {
    return site;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    WatchedEndPoint endPoint =
        new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  /** Runs an action when the client of a request, whose body is read, hangs up. */
  static void watch(Request request, Runnable onHangUp) {
    if (request.getConnectionMetaData().getHttpVersion().getVersion() > 11) {
      return; // the request's own failure listener hears of it
    }
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint instanceof SslConnection.SslEndPoint tls) {
      endPoint = tls.getSslConnection().getEndPoint();
    }
    if (endPoint instanceof WatchedEndPoint watched) {
      watched.watch(onHangUp);
    }
  }
}
