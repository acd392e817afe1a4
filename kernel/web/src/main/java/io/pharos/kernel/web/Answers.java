package io.pharos.kernel.web;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers that the host gives by itself, in the original's form. */
final class Answers {
  static final String TEXT = "text/plain; charset=utf-8";

  private Answers() {}

  /** An error as plain text, with a line end. */
  static void error(
      Request request, Response response, Callback callback, int status, String text) {
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    text(request, response, callback, status, text + "\n");
  }

  /** A plain text. */
  static void text(Request request, Response response, Callback callback, int status, String text) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
    body(request, response, callback, status, text);
  }

  /** No body. */
  static void empty(Response response, Callback callback, int status) {
    response.setStatus(status);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }

  /** A redirect; people who read it by hand get a link. */
  static void redirect(
      Request request, Response response, Callback callback, int status, String location) {
    response.getHeaders().put(HttpHeader.LOCATION, location);
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      empty(response, callback, status);
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
    String link =
        "<a href=\"" + escape(location) + "\">" + HttpStatus.getMessage(status) + "</a>.\n\n";
    body(request, response, callback, status, link);
  }

  private static void body(
      Request request, Response response, Callback callback, int status, String text) {
    response.setStatus(status);
    if (request.getMethod().equals("HEAD")) {
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    } else {
      response.write(true, BufferUtil.toBuffer(text, StandardCharsets.UTF_8), callback);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }
}
