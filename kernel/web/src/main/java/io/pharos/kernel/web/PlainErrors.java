package io.pharos.kernel.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds by itself, such as malformed requests, as one line of text. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (leadsAboveTheRoot(request)) {
      Answers.error(request, response, callback, 404, "404 page not found");
      return true;
    }
    int status = response.getStatus();
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    Answers.text(
        request, response, callback, status, status + " " + HttpStatus.getMessage(status) + "\n");
    return true;
  }

  /** Jetty calls such a path malformed; for the originals it is one that is not there. */
  private static boolean leadsAboveTheRoot(Request request) {
    HttpURI uri = request.getHttpURI();
    String path = uri == null ? null : uri.getPath();
    if (path == null || !path.startsWith("/")) {
      return false;
    }
    String canonical = uri.getCanonicalPath();
    return canonical == null || !canonical.startsWith("/");
  }
}
