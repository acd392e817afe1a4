package io.pharos.exporter.node;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.exposition.write.TextWriter;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One recorded case: a tree of files, flags, and what the original answered. */
final class RecordedCase {
  private final JsonNode json;
  private final Path folder;

  RecordedCase(JsonNode json, JsonNode tree, Path folder) throws IOException {
    this.json = json;
    this.folder = folder;
    write(tree);
    write(json.path("steps").path(0).path("changes"));
  }

  /** What is wrong, empty if nothing is. */
  String run() throws Exception {
    NodeConfig config;
    Exporter exporter;
    try (FakeContext context = new FakeContext(folder)) {
      try {
        config = FlagsAsConfig.read(strings(json.path("flags")), folder);
        exporter = new NodeExporter(config, context, ZoneOffset.UTC);
      } catch (ConfigException e) {
        return json.has("start_exit") ? "" : "did not start: " + e.getMessage();
      }
      if (json.has("start_exit")) {
        return "started though it must not";
      }
      try (exporter) {
        exporter.start();
        for (JsonNode step : json.path("steps")) {
          String problem = step(exporter, step);
          if (!problem.isEmpty()) {
            return problem;
          }
        }
      }
    }
    return "";
  }

  private String step(Exporter exporter, JsonNode step) throws Exception {
    write(step.path("changes"));
    JsonNode response = step.path("response");
    String path = step.path("path").asString("/metrics");
    if (response.has("crash") || response.isMissingNode() || !path.equals("/metrics")) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    try {
      exporter.collect(
          new Exporter.Query(path, query(step.path("query").asString(""))), new TextWriter(out));
    } catch (ConfigException e) {
      String wanted = response.path("error").path(0).asString("no error");
      return wanted.equals(e.getMessage()) ? "" : "error: " + wanted + " | " + e.getMessage();
    }
    if (response.path("status").asInt() != 200) {
      return "no error where there must be one";
    }
    String shown = Shown.of(out.toString(), folder);
    boolean partial = response.path("partial").asBoolean(step.path("partial").asBoolean(false));
    return partial
        ? missing(response.path("metrics").asString(""), shown)
        : difference(response.path("metrics").asString(""), shown);
  }

  private static String missing(String wanted, String shown) {
    List<String> got = shown.lines().toList();
    return wanted
        .lines()
        .filter(line -> !got.contains(line))
        .limit(4)
        .collect(Collectors.joining(" | "));
  }

  private static String difference(String wanted, String shown) {
    if (wanted.isEmpty() || wanted.equals(shown)) {
      return "";
    }
    List<String> want = wanted.lines().toList();
    List<String> got = shown.lines().toList();
    return Stream.concat(
            want.stream().filter(line -> !got.contains(line)).limit(4).map(line -> "- " + line),
            got.stream().filter(line -> !want.contains(line)).limit(4).map(line -> "+ " + line))
        .collect(Collectors.joining(" | ", "lines ", ""));
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
      String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(item -> strings.add(item.asString()));
    return strings;
  }

  private void write(JsonNode files) throws IOException {
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      Path path = folder.resolve(file.getKey());
      JsonNode content = file.getValue();
      if (content.isNull()) {
        remove(path);
      } else if (content.path("dir").asBoolean(false)) {
        Files.createDirectories(path);
      } else {
        if (!Files.isDirectory(path)) {
          Files.deleteIfExists(path);
        }
        Path parent = requireNonNull(path.getParent());
        if (!Files.isDirectory(parent)) {
          Files.createDirectories(parent);
        }
        content(path, content);
      }
    }
  }

  private static void content(Path path, JsonNode content) throws IOException {
    if (content.isString()) {
      Files.writeString(path, content.asString());
    } else if (content.has("link")) {
      Files.createSymbolicLink(path, Path.of(content.path("link").asString()));
    } else if (content.has("base64")) {
      Files.write(path, Base64.getDecoder().decode(content.path("base64").asString()));
    } else {
      Files.writeString(path, content.path("text").asString());
      Files.setLastModifiedTime(
          path, FileTime.fromMillis((long) (content.path("mtime").asDouble() * 1000)));
    }
  }

  static void remove(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.deleteIfExists(path);
      return;
    }
    try (Stream<Path> found = Files.walk(path)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
