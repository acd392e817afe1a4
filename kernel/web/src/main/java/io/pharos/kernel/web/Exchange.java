package io.pharos.kernel.web;

import io.javalin.http.Context;
import io.javalin.http.servlet.JavalinServlet;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to the handler of its route. Confined to the thread that answers it. */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final String ATTRIBUTE = Exchange.class.getName();

  private final Request request;
  private final Response response;
  private final ServedRequest.Target target;
  private final Running running;
  private final JavalinRoutes routes;

  Exchange(
      Request request,
      Response response,
      ServedRequest.Target target,
      Running running,
      JavalinRoutes routes) {
    this.request = request;
    this.response = response;
    this.target = target;
    this.running = running;
    this.routes = routes;
  }

  /** The requests that are being answered, so that a stop can interrupt them. Thread-safe. */
  static final class Running {
    private final Set<RunningRequest> all = ConcurrentHashMap.newKeySet();

    void interruptAll() {
      all.forEach(RunningRequest::interrupt);
    }
  }

  static Exchange of(ServletRequest request) {
    return (Exchange) request.getAttribute(ATTRIBUTE);
  }

  /** What Javalin calls for every route. */
  static void run(Context context) throws IOException {
    Exchange exchange = of(context.req());
    RunningRequest run = new RunningRequest(Thread.currentThread());
    exchange.answer(
        new ServedRequest(
            exchange.request,
            exchange.target,
            context.req()::getInputStream,
            () -> WatchedConnector.watch(exchange.request, run::interrupt)),
        new ServedResponse(
            exchange.response, exchange.acceptEncoding(), context.res()::getOutputStream),
        run);
  }

  JavalinServlet javalin() {
    return routes.servlet();
  }

  /** Makes the exchange known to the servlet that the request goes to. */
  void attach() {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Answers without a framework. */
  void runPlain() throws IOException {
    answer(
        new ServedRequest(request, target, () -> Content.Source.asInputStream(request), () -> {}),
        new ServedResponse(
            response, acceptEncoding(), () -> Response.asBufferedOutputStream(request, response)),
        new RunningRequest(Thread.currentThread()));
  }

  private String acceptEncoding() {
    String value = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
    return value == null ? "" : value;
  }

  private void answer(ServedRequest served, ServedResponse answer, RunningRequest run)
      throws IOException {
    running.all.add(run);
    request.addFailureListener(_ -> run.interrupt());
    boolean hot = target.route().route().hot();
    if (!hot
        && request.getLength() <= 0
        && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      WatchedConnector.watch(request, run::interrupt);
    }
    try {
      response.getHeaders().remove(HttpHeader.CONTENT_TYPE); // a framework's default
      target.route().route().handler().handle(served, answer);
      answer.finish();
    } catch (Throwable e) { // an Error of a plugin must not end more than its request
      failed(answer, run, e);
    } finally {
      run.end();
      running.all.remove(run);
    }
  }

  private void failed(ServedResponse answer, RunningRequest run, Throwable cause)
      throws IOException {
    if (run.isInterrupted()) {
      throw new IOException("the client has hung up", cause);
    }
    if (answer.isCommitted()) {
      throw new IOException("the answer broke off", cause);
    }
    log.error("a route failed path={}", target.route().route().path(), cause);
    answer.forget();
    answer
        .status(500)
        .header("X-Content-Type-Options", "nosniff")
        .text("text/plain; charset=utf-8", "Internal Server Error\n");
    answer.finish();
  }
}
