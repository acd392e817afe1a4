package io.pharos.alert.router;

import io.pharos.alert.router.Answers.Refused;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.runtime.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves silences. Thread-safe. */
final class SilenceApi {
  private static final String WHAT = "silence";
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Silences silences;
  private final Clock clock;

  SilenceApi(Silences silences, Clock clock) {
    this.silences = silences;
    this.clock = clock;
  }

  void list(HttpRequest request, HttpResponse response) throws IOException {
    List<AlertMatcher> filters;
    try {
      filters = ApiV2.matchers(request, "filter");
    } catch (ConfigException e) {
      Answers.error(response, 400, e.getMessage());
      return;
    }
    Set<Silence.State> wanted = java.util.EnumSet.noneOf(Silence.State.class);
    for (Silence.State state : Silence.State.values()) {
      if (ApiV2.flag(request, state.word())) {
        wanted.add(state);
      }
    }
    long now = clock.millis();
    List<Object> shown = new ArrayList<>();
    for (Silence silence : silences.list(now)) {
      if (wanted.contains(silence.state(now)) && silence.matchers().containsAll(filters)) {
        shown.add(SilenceJson.shown(silence, now));
      }
    }
    Answers.json(response, shown);
  }

  void get(HttpRequest request, HttpResponse response) throws IOException {
    Silence silence = silences.get(id(request));
    if (silence == null) {
      Answers.empty(response, 404);
    } else {
      Answers.json(response, SilenceJson.shown(silence, clock.millis()));
    }
  }

  void delete(HttpRequest request, HttpResponse response) throws IOException {
    Answers.empty(response, silences.expire(id(request), clock.millis()) ? 200 : 404);
  }

  private static String id(HttpRequest request) {
    String id = request.pathParameter("silenceID");
    if (!UUID.matcher(id).matches()) {
      throw new Refused(422, 601, "silenceID in path must be of type uuid: \"" + id + "\"");
    }
    return id;
  }

  void post(HttpRequest request, HttpResponse response) throws IOException {
    Object value = RequestBody.read(request, WHAT);
    if (!(value instanceof Map<?, ?> body)) {
      throw Refused.unreadable(
          WHAT,
          "json: cannot unmarshal array into Go value of type"
              + " struct { ID string \"json:\\\"id,omitempty\\\"\" }");
    }
    long now = clock.millis();
    Silence wanted = read(body, now);
    if (wanted.startsAt() >= wanted.endsAt()) {
      Answers.error(response, 400, "Failed to create silence: start time must be before end time");
      return;
    }
    if (wanted.endsAt() < now) {
      Answers.error(response, 400, "Failed to create silence: end time can't be in the past");
      return;
    }
    try {
      Silence valid = withMatchers(wanted, body);
      Optional<String> id = silences.set(valid, now);
      if (id.isEmpty()) {
        Answers.error(response, 404, "silence not found");
      } else {
        Answers.json(response, Map.of("silenceID", id.get()));
      }
    } catch (ConfigException e) {
      Answers.error(response, 400, "invalid silence: " + e.getMessage());
    }
  }

  private static Silence read(Map<?, ?> body, long now) {
    Long start = RequestBody.time(body, "startsAt", WHAT);
    Long end = RequestBody.time(body, "endsAt", WHAT);
    checkMatchers(body);
    required(body, "comment");
    required(body, "createdBy");
    if (end == null) {
      throw Refused.missing("endsAt in body");
    }
    if (start == null) {
      throw Refused.missing("startsAt in body");
    }
    return new Silence(
        RequestBody.text(body, "id", WHAT, "PostableSilence.id"),
        List.of(),
        start,
        end,
        now,
        RequestBody.text(body, "createdBy", WHAT, "Silence.createdBy"),
        RequestBody.text(body, "comment", WHAT, "Silence.comment"),
        RequestBody.texts(body, "annotations", WHAT, "Silence.annotations"));
  }

  private static void required(Map<?, ?> body, String name) {
    if (body.get(name) == null) {
      throw Refused.missing(name + " in body");
    }
  }

  private static void checkMatchers(Map<?, ?> body) {
    List<?> list = body.get("matchers") instanceof List<?> found ? found : List.of();
    for (Object one : list) {
      Map<?, ?> matcher = one instanceof Map<?, ?> map ? map : Map.of();
      RequestBody.text(matcher, "name", WHAT, "Matcher.matchers.name");
      RequestBody.text(matcher, "value", WHAT, "Matcher.matchers.value");
      flag(matcher, "isRegex");
      flag(matcher, "isEqual");
    }
    required(body, "matchers");
    if (list.isEmpty()) {
      throw new Refused(422, 612, "matchers in body should have at least 1 items");
    }
    for (int i = 0; i < list.size(); i++) {
      Map<?, ?> matcher = list.get(i) instanceof Map<?, ?> map ? map : Map.of();
      for (String name : List.of("isRegex", "name", "value")) {
        if (matcher.get(name) == null) {
          throw Refused.missing("matchers." + i + "." + name + " in body");
        }
      }
    }
  }

  private static void flag(Map<?, ?> matcher, String name) {
    Object value = matcher.get(name);
    if (value != null && !(value instanceof Boolean)) {
      throw Refused.unreadable(
          WHAT, RequestBody.wrongType(value, "Matcher.matchers." + name, "bool"));
    }
  }

  private static Silence withMatchers(Silence silence, Map<?, ?> body) {
    Body read = Body.of(body);
    List<?> list = read.list("matchers");
    for (int i = 0; i < list.size(); i++) {
      Body one = Body.of(list.get(i));
      if (one.text("name").isEmpty()) {
        throw new ConfigException(
            "invalid label matcher " + i + " in set 0: invalid label name \"\"");
      }
      String problem = one.flag("isRegex") ? regexProblem(one.text("value")) : null;
      if (problem != null) {
        throw new ConfigException("invalid label matcher " + i + " in set 0: " + problem);
      }
    }
    return new Silence(
        silence.id(),
        SilenceJson.readMatchers(read),
        silence.startsAt(),
        silence.endsAt(),
        silence.updatedAt(),
        silence.createdBy(),
        silence.comment(),
        silence.annotations());
  }

  private static @Nullable String regexProblem(String expression) {
    try {
      io.pharos.toolkit.regex.Regex.compile(expression);
      return null;
    } catch (IllegalArgumentException e) {
      return "invalid regular expression \"" + expression + "\": " + e.getMessage();
    }
  }
}
