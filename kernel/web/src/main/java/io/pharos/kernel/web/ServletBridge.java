package io.pharos.kernel.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * The one servlet context of the host, through which requests reach the Javalin of their site. It
 * is made when it is first needed. Thread-safe.
 */
final class ServletBridge implements AutoCloseable {
  private final Server server;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ServletContextHandler context;

  ServletBridge(Server server) {
    this.server = server;
  }

  Handler handler() throws Exception {
    ServletContextHandler known = context;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = context;
      if (known == null) {
        known = start();
        context = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private ServletContextHandler start() throws Exception {
    ServletContextHandler made =
        new ServletContextHandler(
            "/", ServletContextHandler.NO_SECURITY | ServletContextHandler.NO_SESSIONS);
    made.getServletHandler().setDecodeAmbiguousURIs(true);
    made.addServlet(new ServletHolder(new Dispatcher()), "/*");
    made.setServer(server);
    made.start();
    return made;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      ServletContextHandler known = context;
      if (known != null) {
        known.stop();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the servlet context does not stop", e);
    } finally {
      lock.unlock();
    }
  }

  private static final class Dispatcher extends HttpServlet {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public void service(ServletRequest request, ServletResponse response)
        throws ServletException, IOException {
      Exchange.of(request).javalin().service(request, response);
    }
  }
}
