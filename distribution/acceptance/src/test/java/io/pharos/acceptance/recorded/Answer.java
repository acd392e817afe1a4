package io.pharos.acceptance.recorded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An answer as it came. Immutable; the array is not copied. */
final class Answer {
  /** Headers that recordings hold. */
  private static final Set<String> RECORDED =
      Set.of(
          "content-type",
          "content-encoding",
          "vary",
          "cache-control",
          "location",
          "allow",
          "www-authenticate",
          "access-control-allow-origin",
          "access-control-allow-methods",
          "access-control-allow-headers",
          "access-control-expose-headers",
          "access-control-allow-credentials",
          "x-prometheus-stopping",
          "x-content-type-options",
          "x-prometheus-remote-write-samples-written",
          "x-prometheus-remote-write-histograms-written",
          "x-prometheus-remote-write-exemplars-written",
          "retry-after");

  private final int status;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;

  /**
   * @param headers names and values, in the order of the message
   * @param body without its content encoding
   */
  Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  /** The recorded headers by name; the names that {@code Vary} lists are sorted. */
  Map<String, String> recordedHeaders() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (RECORDED.contains(name)) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(header.getValue());
      }
    }
    Map<String, String> joined = new LinkedHashMap<>();
    values.forEach(
        (name, all) ->
            joined.put(name, name.equals("vary") ? sorted(all) : String.join(", ", all)));
    return joined;
  }

  private static String sorted(List<String> values) {
    List<String> names = new ArrayList<>();
    for (String value : values) {
      Arrays.stream(value.split(",", -1)).map(String::strip).forEach(names::add);
    }
    names.sort(null);
    return String.join(", ", names);
  }
}
