package io.pharos.alert.router;

import io.pharos.alert.router.Answers.Refused;
import io.pharos.spi.http.HttpRequest;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON bodies of API v2 as strictly as its schema. */
final class RequestBody {
  private static final int MAX_BYTES = 64 << 20;

  private RequestBody() {}

  /** The value of a body. */
  static @Nullable Object read(HttpRequest request, String what) throws IOException {
    String type = request.header("Content-Type");
    String media = type == null ? "application/octet-stream" : type.split(";", 2)[0].strip();
    if (!media.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new Refused(
          415,
          415,
          "unsupported media type \"" + media + "\", only [application/json] are allowed");
    }
    byte[] bytes;
    try (InputStream in = request.body()) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new Refused(413, 413, "body is larger than " + MAX_BYTES + " bytes");
    }
    if (bytes.length == 0) {
      throw Refused.missing(what + " in body");
    }
    try {
      return Json.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw Refused.unreadable(what, String.valueOf(e.getMessage()));
    }
  }

  /** A member that must be a text where it is there. */
  static String text(Map<?, ?> body, String name, String what, String field) {
    Object value = body.get(name);
    if (value != null && !(value instanceof String)) {
      throw Refused.unreadable(what, wrongType(value, field, "string"));
    }
    return value == null ? "" : (String) value;
  }

  /** A member that must be a map of texts where it is there. */
  static Map<String, String> texts(Map<?, ?> body, String name, String what, String field) {
    Object value = body.get(name);
    Map<String, String> texts = new java.util.TreeMap<>();
    if (value != null && !(value instanceof Map)) {
      throw Refused.unreadable(what, wrongType(value, field, "map[string]string"));
    }
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getValue() instanceof String text)) {
          throw Refused.unreadable(what, wrongType(entry.getValue(), field, "string"));
        }
        texts.put(String.valueOf(entry.getKey()), text);
      }
    }
    return texts;
  }

  /** A member that must be a time where it is there; null where it is missing or the zero time. */
  static @Nullable Long time(Map<?, ?> body, String name, String what) {
    String text = text(body, name, what, "time");
    if (text.isEmpty() || text.startsWith("0001-01-01T00:00:00")) {
      return null;
    }
    try {
      return Times.parse(text);
    } catch (DateTimeException e) {
      String start = text.length() > 32 ? text.substring(0, 32) : text;
      throw Refused.unreadable(
          what,
          "parsing time \""
              + start
              + "\" as \"2006-01-02\": cannot parse \""
              + start
              + "\" as \"2006\"");
    }
  }

  static String wrongType(@Nullable Object value, String field, String wanted) {
    String kind =
        switch (value) {
          case null -> "null";
          case String _ -> "string";
          case Boolean _ -> "bool";
          case Number _ -> "number";
          case List<?> _ -> "array";
          default -> "object";
        };
    return "json: cannot unmarshal "
        + kind
        + " into Go struct field "
        + field
        + " of type "
        + wanted;
  }
}
