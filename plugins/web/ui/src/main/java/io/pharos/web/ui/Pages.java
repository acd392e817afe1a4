package io.pharos.web.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.error.BugException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The built files of the pages, with the compressed forms that the build put beside them; the file
 * {@code files.txt} lists all. Immutable.
 */
final class Pages {
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "woff2", "font/woff2",
          "png", "image/png");

  private final String folder;
  private final Set<String> names;

  private Pages(String folder, Set<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /** The files below a folder of this plugin's own archive; it begins and ends with a slash. */
  static Pages of(String folder) {
    Set<String> names =
        new String(read(folder + "files.txt"), UTF_8)
            .lines()
            .collect(Collectors.toUnmodifiableSet());
    return new Pages(folder, names);
  }

  /** A whole file as text. */
  String text(String name) {
    return new String(read(folder + name), UTF_8);
  }

  /** Answers with a file in the smallest form that the client takes, or with 404. */
  void send(String name, String caching, HttpRequest request, HttpResponse response)
      throws IOException {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !names.contains(name)) {
      response
          .status(404)
          .header("X-Content-Type-Options", "nosniff")
          .text("text/plain; charset=utf-8", "404 page not found\n");
      return;
    }
    String accepted = String.join(",", request.headers("Accept-Encoding"));
    String form = name;
    if (names.contains(name + ".br") && Encodings.accepts(accepted, "br")) {
      form = name + ".br";
      response.header("Content-Encoding", "br");
    } else if (names.contains(name + ".gz") && Encodings.accepts(accepted, "gzip")) {
      form = name + ".gz";
      response.header("Content-Encoding", "gzip");
    }
    byte[] body = read(folder + form);
    response
        .header("Content-Type", type)
        .header("Content-Length", Integer.toString(body.length))
        .header("Cache-Control", caching)
        .header("Vary", "Accept-Encoding")
        .header("X-Content-Type-Options", "nosniff");
    response.body().write(body);
  }

  private static byte[] read(String path) {
    try (InputStream in = Pages.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new BugException("file of the pages is not in the archive [path=" + path + "]");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new BugException(
          BugException.Code.BROKEN_INVARIANT,
          "file of the pages cannot be read [path=" + path + "]",
          e);
    }
  }
}
