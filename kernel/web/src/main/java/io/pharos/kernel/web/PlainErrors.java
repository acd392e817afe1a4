package io.pharos.kernel.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds by itself, such as malformed requests, as one line of text. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    Answers.text(
        request, response, callback, status, status + " " + HttpStatus.getMessage(status) + "\n");
    return true;
  }
}
