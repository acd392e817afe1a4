package io.pharos.acceptance.recorded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way in which recorded servers were started. Immutable.
 *
 * @param config the configuration, below the folder of the recordings
 * @param dataset whether the data set is loaded
 * @param exporter whether the played targets run
 * @param appended what is added to the configuration once the server is up
 * @param waitMillis how long the server runs before it is asked
 */
record Profile(
    String name,
    Path config,
    boolean dataset,
    boolean exporter,
    List<String> flags,
    String appended,
    long waitMillis) {
  /** A server that never gets ready. */
  private static final String NOT_READY = "notready";

  static List<Profile> read(Path home) throws IOException {
    Object json = Json.parse(Files.readString(home.resolve("profiles.json")));
    List<Profile> profiles = new ArrayList<>();
    Json.object(Json.object(json).get("profiles"))
        .forEach((name, value) -> profiles.add(of(home, name, Json.object(value))));
    return profiles;
  }

  private static Profile of(Path home, String name, Map<String, @Nullable Object> json) {
    Object wait = json.get("wait_seconds");
    return new Profile(
        name,
        home.resolve(Json.text(json.get("config"))),
        Boolean.TRUE.equals(json.get("dataset")),
        Boolean.TRUE.equals(json.get("exporter")),
        Json.list(json.get("flags")).stream().map(Json::text).toList(),
        Json.text(json.get("append_to_config_after_start")),
        wait == null ? 0 : Json.decimal(wait).longValue() * 1000);
  }

  boolean getsReady() {
    return !name.equals(NOT_READY);
  }

  /** The path before all others: that of the flag, else that of the external URL. */
  String routePrefix() {
    String prefix = flag("--web.route-prefix=");
    String path = prefix.isEmpty() ? URI.create(flag("--web.external-url=")).getPath() : prefix;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private String flag(String start) {
    return flags.stream()
        .filter(flag -> flag.startsWith(start))
        .map(flag -> flag.substring(start.length()))
        .findFirst()
        .orElse("");
  }

  /** The cases of this profile by their files' names, in the order in which they are to be run. */
  List<Map<String, @Nullable Object>> cases(Path home) throws IOException {
    List<Map<String, @Nullable Object>> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(home.resolve("cases"))) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith(name + ".")) {
          for (String line : Files.readAllLines(file)) {
            cases.add(Json.object(Json.parse(line)));
          }
        }
      }
    }
    cases.sort(java.util.Comparator.comparingLong(Profile::order));
    return cases;
  }

  private static long order(Map<String, @Nullable Object> testCase) {
    Object order = testCase.get("order");
    return order == null ? 0 : Json.decimal(order).longValue();
  }
}
