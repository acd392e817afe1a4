package io.pharos.kernel.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.HandlerType;
import io.javalin.http.servlet.JavalinServlet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ordinary routes of a site, compiled into one Javalin: that is made when the first of them is
 * asked for, or earlier by {@link #warm}, for a cold JVM needs a while to load it. Thread-safe.
 */
final class JavalinRoutes {
  private final String prefix;
  private final List<ServedRoute> routes;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable JavalinServlet servlet;

  JavalinRoutes(String prefix, List<ServedRoute> routes) {
    this.prefix = prefix;
    this.routes = List.copyOf(routes);
  }

  /** Compiles the routes now. */
  void warm() {
    servlet();
  }

  JavalinServlet servlet() {
    JavalinServlet known = servlet;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = servlet;
      if (known == null) {
        known = compile();
        servlet = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private JavalinServlet compile() {
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              for (ServedRoute served : routes) {
                for (String method : served.route().methods()) {
                  config.routes.addHttpHandler(
                      HandlerType.findOrCreate(method),
                      prefix + served.route().path(),
                      Exchange::run);
                }
              }
            });
    return new JavalinServlet(javalin.unsafe);
  }
}
