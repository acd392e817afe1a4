package io.pharos.spi.http;

import io.pharos.spi.Experimental;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request. Confined to the thread of its handler. */
@Experimental(since = "0.1")
public interface HttpRequest {
  /** In upper case. */
  String method();

  /** The decoded path without the route prefix. */
  String path();

  /** The path as it was sent, without the route prefix. */
  String rawPath();

  /** The query as it was sent, {@code ""} without one. */
  String rawQuery();

  /** The decoded part of the path that the route's pattern names. */
  String pathParameter(String name);

  /** Parameters of the query alone, in order. */
  Map<String, List<String>> query();

  /**
   * Parameters of a form in the body (POST, PUT and PATCH, read up to the host's limit) followed by
   * those of the query, by name.
   */
  Map<String, List<String>> parameters();

  /** The first of {@link #parameters} of a name, null without one. */
  default @Nullable String parameter(String name) {
    List<String> values = parameters().get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /** The first header of a name in any case, null without one. */
  @Nullable String header(String name);

  /** All headers of a name in any case. */
  List<String> headers(String name);

  /** The body as it comes; not to be mixed with {@link #parameters} of a form. */
  InputStream body() throws IOException;

  /** The length that the client stated, -1 without one. */
  long contentLength();

  /** The address of the client, {@code host:port}. */
  String remoteAddress();

  /** Who the client is, null where the server knows no users. */
  @Nullable String user();
}
