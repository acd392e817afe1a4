package io.pharos.acceptance.recorded;

import static java.util.Objects.requireNonNull;

import io.pharos.toolkit.wire.Snappy;
import io.pharos.toolkit.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares an answer with a recorded one, leaving out what the case says is free. */
final class Comparison {
  private static final String MASK = "<volatile>";
  private static final int SHOWN = 8;
  private static final int MAX_MESSAGE = 1 << 26;

  /** Headers that must be absent where the recording has none. */
  private static final Set<String> SENSITIVE =
      Set.of(
          "content-encoding",
          "location",
          "www-authenticate",
          "access-control-allow-origin",
          "access-control-allow-credentials",
          "x-prometheus-stopping");

  private final Map<String, @Nullable Object> recorded;
  private final List<@Nullable Object> free = new ArrayList<>();
  private final Set<String> freeHeaders = new HashSet<>();
  private final List<String> unordered = new ArrayList<>();
  private final boolean anyOrder;

  /**
   * For one case.
   *
   * @param recorded the answer of the case, or another that is right too
   */
  Comparison(Map<String, @Nullable Object> testCase, Map<String, @Nullable Object> recorded) {
    this.recorded = recorded;
    for (String list : List.of("volatile", "loose")) {
      for (Object entry : Json.list(testCase.get(list))) {
        if (entry instanceof Map<?, ?> && Json.object(entry).containsKey("header")) {
          freeHeaders.add(Json.text(Json.object(entry).get("header")));
        } else {
          free.add(entry);
        }
      }
    }
    Object order = testCase.get("unordered");
    anyOrder = order != null && !order.equals(false) && !order.equals(List.of());
    if (order instanceof List<?> pointers) {
      pointers.forEach(pointer -> unordered.add(Json.text(pointer)));
    }
    unordered.sort(Comparator.comparingLong(Comparison::depth).reversed());
  }

  private static long depth(String pointer) {
    return pointer.chars().filter(c -> c == '/').count();
  }

  /** Lines about what differs, none where the answer is right. */
  List<String> differences(Answer answer) {
    List<String> found = new ArrayList<>();
    int status = Json.decimal(requireNonNull(recorded.get("status"))).intValue();
    if (answer.status() != status) {
      found.add("status: got " + answer.status() + " want " + status);
    }
    headers(answer.recordedHeaders(), found);
    body(answer.body(), found);
    return found.size() > SHOWN ? found.subList(0, SHOWN) : found;
  }

  private void headers(Map<String, String> got, List<String> found) {
    Map<String, @Nullable Object> want = new java.util.TreeMap<>();
    want.putAll(Json.object(recorded.get("headers")));
    String type = Json.text(recorded.get("content_type"));
    if (!type.isEmpty()) {
      want.put("content-type", type);
    }
    want.forEach(
        (name, value) -> {
          String wanted = normal(name, Json.text(value));
          String given = got.containsKey(name) ? normal(name, got.get(name)) : null;
          if (!freeHeaders.contains(name) && !wanted.equals(given)) {
            found.add("header " + name + ": got " + given + " want " + wanted);
          }
        });
    got.forEach(
        (name, value) -> {
          boolean compared = SENSITIVE.contains(name) && !freeHeaders.contains(name);
          if (compared && !want.containsKey(name)) {
            found.add("header " + name + ": got " + value + ", the recording has none");
          }
        });
  }

  private static String normal(String name, @Nullable String value) {
    String text = value == null ? "" : value;
    return name.equals("content-type")
        ? text.replaceAll("\\s*;\\s*", ";").toLowerCase(Locale.ROOT)
        : text;
  }

  private void body(byte[] body, List<String> found) {
    if (free.contains("")) {
      return;
    }
    if (recorded.containsKey("body_snappy_base64")) {
      bytes(unpacked(body), Json.text(recorded.get("body_snappy_base64")), found);
    } else if (recorded.containsKey("body_base64")) {
      bytes(body, Json.text(recorded.get("body_base64")), found);
    } else if (recorded.containsKey("body")) {
      String want = Json.text(recorded.get("body"));
      String got = new String(body, StandardCharsets.UTF_8);
      switch (Json.text(recorded.get("content_type")).split(";", 2)[0].strip()) {
        case "application/json" -> json(want, got, found);
        case "application/x-ndjson" -> json(joined(want), joined(got), found);
        default -> text(want, got, found);
      }
    }
  }

  /** The message in a block of snappy; none where it is no such block. */
  private static byte[] unpacked(byte[] block) {
    try {
      byte[] message = new byte[Snappy.decodedLength(block, block.length, MAX_MESSAGE)];
      Snappy.decode(block, block.length, message);
      return message;
    } catch (WireException e) {
      return new byte[0];
    }
  }

  private static void bytes(byte[] got, String want, List<String> found) {
    if (!Arrays.equals(got, Base64.getDecoder().decode(want))) {
      found.add("body: bytes differ");
    }
  }

  /** Lines of JSON as one list. */
  private static String joined(String lines) {
    List<String> kept = Arrays.stream(lines.split("\n", -1)).filter(s -> !s.isEmpty()).toList();
    return "[" + String.join(",", kept) + "]";
  }

  private void json(String want, String got, List<String> found) {
    Object a = Json.parse(want);
    Object b;
    try {
      b = Json.parse(got);
    } catch (RuntimeException e) {
      found.add("body: no JSON: " + got.substring(0, Math.min(200, got.length())));
      return;
    }
    found.addAll(Json.differences(ordered(masked(a)), ordered(masked(b))));
  }

  private @Nullable Object masked(@Nullable Object document) {
    Object masked = document;
    for (Object entry : free) {
      if (entry instanceof String pointer) {
        masked = Json.change(masked, Json.steps(pointer), value -> MASK + Json.kind(value));
        continue;
      }
      Map<String, @Nullable Object> rule = Json.object(entry);
      List<String> at = Json.steps(Json.text(rule.get("at")));
      if (Boolean.TRUE.equals(rule.get("count"))) {
        masked = Json.change(masked, at, Comparison::counted);
      } else if (Boolean.TRUE.equals(rule.get("keys"))) {
        masked =
            Json.change(masked, at, v -> v instanceof Map<?, ?> ? Json.names(Json.object(v)) : v);
      } else {
        Pattern pattern = pattern(rule);
        masked =
            Json.change(
                masked, at, v -> v instanceof String s ? pattern.matcher(s).replaceAll(MASK) : v);
      }
    }
    return masked;
  }

  private static @Nullable Object counted(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> MASK + list.size() + " members";
      case Map<?, ?> map -> MASK + map.size() + " members";
      case null, default -> value;
    };
  }

  private static Pattern pattern(Map<String, @Nullable Object> rule) {
    return Pattern.compile(Json.text(rule.get("regex")), Pattern.MULTILINE);
  }

  private @Nullable Object ordered(@Nullable Object document) {
    Object ordered = document;
    for (String pointer : unordered) {
      ordered = Json.change(ordered, Json.steps(pointer), Json::sorted);
    }
    return ordered;
  }

  private void text(String want, String got, List<String> found) {
    List<String> a = lines(want);
    List<String> b = lines(got);
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      String wanted = i < a.size() ? a.get(i) : null;
      String given = i < b.size() ? b.get(i) : null;
      if (wanted == null || !wanted.equals(given)) {
        found.add("body line " + (i + 1) + ": got " + given + " want " + wanted);
        return;
      }
    }
  }

  private List<String> lines(String text) {
    String masked = text;
    for (Object entry : free) {
      if (entry instanceof Map<?, ?> && Json.object(entry).containsKey("regex")) {
        masked = pattern(Json.object(entry)).matcher(masked).replaceAll(MASK);
      }
    }
    List<String> lines = new ArrayList<>(List.of(masked.split("\n", -1)));
    if (anyOrder) {
      lines.sort(null);
    }
    return lines;
  }
}
