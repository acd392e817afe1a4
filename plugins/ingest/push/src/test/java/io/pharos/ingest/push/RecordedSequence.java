package io.pharos.ingest.push;

import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One recorded sequence of requests, with all answers. */
@SuppressWarnings("unchecked") // the form of cases is known
final class RecordedSequence {

  private final Map<String, Object> json;
  private final FakeContext context;
  private final Path folder;
  private @Nullable PushServer server;

  RecordedSequence(Map<String, Object> json, FakeContext context, Path folder) {
    this.json = json;
    this.context = context;
    this.folder = folder;
  }

  /** What is wrong, empty if nothing is. */
  String run() throws Exception {
    if (json.containsKey("start_exit")) {
      return "needs a process";
    }
    PushConfig config = config();
    server = new PushServer(context, config);
    for (Object step : (List<Object>) json.getOrDefault("steps", List.of())) {
      String problem = step((Map<String, Object>) step, config);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    Map<String, Object> after = (Map<String, Object>) json.getOrDefault("after", Map.of());
    String problem = after(after);
    Object alternatives = json.get("after_alternatives");
    if (!problem.isEmpty() && alternatives instanceof List<?> list) {
      for (Object each : list) {
        if (after((Map<String, Object>) each).isEmpty()) {
          return "";
        }
      }
    }
    return problem;
  }

  private PushConfig config() {
    Map<String, String> flags = new HashMap<>();
    for (Object flag : (List<Object>) json.getOrDefault("flags", List.of())) {
      String text = flag.toString().replace("{{DIR}}", folder.toString());
      int equals = text.indexOf('=');
      flags.put(equals < 0 ? text : text.substring(0, equals), text.substring(equals + 1));
    }
    String interval = flags.getOrDefault("--persistence.interval", "5m");
    return new PushConfig(
        null,
        flags.getOrDefault("--web.telemetry-path", "/metrics"),
        flags.containsKey("--web.enable-admin-api"),
        flags.getOrDefault("--persistence.file", ""),
        Duration.parse("PT" + interval.toUpperCase(Locale.ROOT)),
        flags.containsKey("--push.disable-consistency-check"),
        flags.containsKey("--push.enable-utf8-names"));
  }

  private String step(Map<String, Object> step, PushConfig config) throws Exception {
    PushServer running = Objects.requireNonNull(server);
    switch (text(step, "do")) {
      case "request" -> {
        return request(running, step);
      }
      case "wait" ->
          context.time().advance(Duration.ofMillis((long) (number(step, "seconds") * 1000)));
      case "stop" -> {
        if (!"KILL".equals(step.get("signal"))) {
          running.close();
        }
      }
      case "start" -> server = new PushServer(context, config);
      case "write" ->
          Files.writeString(folder.resolve((String) step.get("file")), (String) step.get("body"));
      case "files" -> {
        try (Stream<Path> files = Files.list(folder)) {
          List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
          return names.equals(step.get("files")) ? "" : "files " + names;
        }
      }
      default -> {
        return "needs a process: " + step.get("do");
      }
    }
    return "";
  }

  private String request(PushServer running, Map<String, Object> step) throws Exception {
    Map<String, String> headers = new HashMap<>();
    for (Object header : (List<Object>) step.getOrDefault("headers", List.of())) {
      List<String> pair = (List<String>) header;
      headers.put(pair.get(0).toLowerCase(Locale.ROOT), pair.get(1));
    }
    FakeResponse response =
        running.ask(text(step, "method"), text(step, "path"), headers, body(step));
    boolean loose = "any".equals(step.get("compare"));
    String problem =
        compare((Map<String, Object>) step.getOrDefault("response", Map.of()), response, loose);
    for (Object other : (List<Object>) step.getOrDefault("alternatives", List.of())) {
      if (!problem.isEmpty() && compare((Map<String, Object>) other, response, loose).isEmpty()) {
        return "";
      }
    }
    return problem.isEmpty() ? "" : step.get("method") + " " + step.get("path") + ": " + problem;
  }

  private static String text(Map<String, Object> step, String key) {
    return (String) Objects.requireNonNull(step.get(key), key);
  }

  private static double number(Map<String, Object> step, String key) {
    return ((Number) Objects.requireNonNull(step.get(key), key)).doubleValue();
  }

  private static byte[] body(Map<String, Object> step) {
    if (step.get("body_base64") instanceof String encoded) {
      return Base64.getDecoder().decode(encoded);
    }
    String body = (String) step.getOrDefault("body", "");
    if (step.get("repeat") instanceof Number count) {
      StringBuilder repeated = new StringBuilder();
      for (int i = 0; i < count.intValue(); i++) {
        repeated.append(body.replace("{{N}}", Integer.toString(i)));
      }
      body = repeated.toString();
    }
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private String after(Map<String, Object> after) throws Exception {
    PushServer running = Objects.requireNonNull(server);
    String path = (String) json.getOrDefault("metrics_path", "/metrics");
    if (after.get("metrics") instanceof Map<?, ?> wanted) {
      String problem = compare((Map<String, Object>) wanted, running.ask("GET", path, ""), false);
      if (!problem.isEmpty()) {
        return "after: " + problem;
      }
    }
    if (after.get("api_metrics") instanceof Map<?, ?> wanted) {
      String problem =
          compare((Map<String, Object>) wanted, running.ask("GET", "/api/v1/metrics", ""), false);
      if (!problem.isEmpty()) {
        return "api: " + problem;
      }
    }
    return after.containsKey("families") ? "protobuf is not written" : "";
  }

  private String compare(Map<String, Object> wanted, FakeResponse response, boolean loose)
      throws IOException {
    long status = (long) number(wanted, "status");
    if (status == 0) {
      return "";
    }
    if (status != response.status()) {
      return "status " + response.status() + " " + response.text();
    }
    String type = (String) wanted.getOrDefault("content_type", "");
    if (!type.equals(response.header("content-type"))) {
      return "content type " + response.header("content-type");
    }
    Map<String, String> headers = (Map<String, String>) wanted.getOrDefault("headers", Map.of());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getValue().equals(response.header(header.getKey()))) {
        return "header " + header.getKey() + " " + response.header(header.getKey());
      }
    }
    return loose ? "" : body(wanted, response.text());
  }

  private String body(Map<String, Object> wanted, String text) {
    if (wanted.get("body") instanceof String body) {
      return same(body, text);
    }
    if (wanted.get("pushed") instanceof String pushed) {
      boolean unordered = Boolean.TRUE.equals(json.get("unordered"));
      return unordered ? same(sorted(pushed), sorted(text)) : same(pushed, text);
    }
    if (wanted.get("body_lines") instanceof List<?> lines) {
      List<String> got = new ArrayList<>(text.strip().lines().toList());
      got.subList(1, got.size()).sort(null);
      return same(
          lines.stream().map(Object::toString).collect(Collectors.joining("\n")),
          String.join("\n", got));
    }
    if (wanted.containsKey("json")) {
      return same(Json.write(ordered(wanted.get("json"))), Json.write(ordered(Json.parse(text))));
    }
    return wanted.containsKey("families") || wanted.containsKey("lines") ? "not compared" : "";
  }

  private static String sorted(String text) {
    return text.strip().lines().sorted().collect(Collectors.joining("\n"));
  }

  private static @Nullable Object ordered(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, item) -> sorted.put(name.toString(), ordered(item)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(RecordedSequence::ordered)
          .sorted(
              Comparator.comparing(
                  item ->
                      item instanceof Map<?, ?> map && map.containsKey("labels")
                          ? Json.write(map.get("labels"))
                          : ""))
          .toList();
    }
    return value;
  }

  private static String same(String wanted, String got) {
    String shown = got.replaceAll("[\\uDC80-\\uDCFF]", "\\\\xff").replaceAll(" {2,}", " ");
    String pattern =
        Stream.of(wanted.replaceAll(" {2,}", " ").split("\\{\\{TIME}}", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("(\\d\\.\\d+e\\+09|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)"));
    if (Pattern.compile(pattern, Pattern.DOTALL).matcher(shown).matches()) {
      return "";
    }
    List<String> want = wanted.lines().toList();
    List<String> have = shown.lines().toList();
    return Stream.concat(
            want.stream().filter(line -> !have.contains(line)).limit(2).map(line -> "- " + line),
            have.stream().filter(line -> !want.contains(line)).limit(2).map(line -> "+ " + line))
        .map(line -> line.substring(0, Math.min(3000, line.length())))
        .collect(Collectors.joining(" | "));
  }
}
