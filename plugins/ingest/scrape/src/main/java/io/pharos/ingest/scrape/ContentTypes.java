package io.pharos.ingest.scrape;

import io.pharos.toolkit.exposition.GoQuote;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells by a content type how a body is to be read. */
final class ContentTypes {
  private ContentTypes() {}

  /** The protocol of a body; where its type says nothing, the fallback. */
  static Protocol protocol(String contentType, @Nullable Protocol fallback) throws ScrapeFailure {
    if (contentType.isBlank()) {
      if (fallback == null) {
        throw ScrapeFailure.content(
            "non-compliant scrape target sending blank Content-Type and no"
                + " fallback_scrape_protocol specified for target");
      }
      return fallback;
    }
    String problem = problem(contentType);
    if (problem != null) {
      if (fallback == null) {
        throw ScrapeFailure.content(
            "cannot parse Content-Type "
                + GoQuote.quote(contentType)
                + " and no fallback_scrape_protocol for target\nmime: "
                + problem);
      }
      return fallback;
    }
    return switch (mediaType(contentType)) {
      case "text/plain" -> Protocol.TEXT_0;
      case "application/openmetrics-text" -> Protocol.OPEN_METRICS_1;
      case "application/vnd.google.protobuf" -> Protocol.PROMETHEUS_PROTO;
      default -> {
        if (fallback == null) {
          throw ScrapeFailure.content(
              "received unsupported Content-Type "
                  + GoQuote.quote(contentType)
                  + " and no fallback_scrape_protocol specified for target");
        }
        yield fallback;
      }
    };
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  /** What is wrong with the header, or null. */
  private static @Nullable String problem(String contentType) {
    String type = mediaType(contentType);
    int slash = type.indexOf('/');
    String main = slash < 0 ? type : type.substring(0, slash);
    if (main.isEmpty() || (slash >= 0 && slash == type.length() - 1)) {
      return main.isEmpty() ? "no media type" : "expected token after slash";
    }
    if (!isToken(main)) {
      return "expected slash after first token";
    }
    if (slash >= 0 && !isToken(type.substring(slash + 1))) {
      return "unexpected content after media subtype";
    }
    int at = contentType.indexOf(';');
    while (at >= 0) {
      int end = nextSemicolon(contentType, at + 1);
      String parameter =
          contentType.substring(at + 1, end < 0 ? contentType.length() : end).strip();
      boolean last = end < 0;
      if (!(last && parameter.isEmpty()) && !isParameter(parameter)) {
        return "invalid media parameter";
      }
      at = end;
    }
    return null;
  }

  private static int nextSemicolon(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isParameter(String text) {
    int is = text.indexOf('=');
    if (is <= 0 || !isToken(text.substring(0, is).strip())) {
      return false;
    }
    String value = text.substring(is + 1).strip();
    return isToken(value)
        || (value.length() >= 2 && value.charAt(0) == '"' && value.endsWith("\""));
  }

  private static boolean isToken(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "()<>@,;:\\\"/[]?=".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
