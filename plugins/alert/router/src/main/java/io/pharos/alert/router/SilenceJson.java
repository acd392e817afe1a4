package io.pharos.alert.router;

import io.pharos.model.label.MatchType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Silences in files and in the API. */
final class SilenceJson {
  private SilenceJson() {}

  /** What a file keeps of a silence. */
  static Map<String, Object> toStore(Silence silence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", silence.id());
    json.put("matchers", matchers(silence));
    json.put("startsAt", silence.startsAt());
    json.put("endsAt", silence.endsAt());
    json.put("updatedAt", silence.updatedAt());
    json.put("createdBy", silence.createdBy());
    json.put("comment", silence.comment());
    json.put("annotations", silence.annotations());
    return json;
  }

  static Silence stored(Object value) {
    Body body = Body.of(value);
    return new Silence(
        body.text("id"),
        readMatchers(body),
        body.number("startsAt"),
        body.number("endsAt"),
        body.number("updatedAt"),
        body.text("createdBy"),
        body.text("comment"),
        body.texts("annotations"));
  }

  /** The matchers of a silence in a body that was checked. */
  static List<AlertMatcher> readMatchers(Body body) {
    List<AlertMatcher> matchers = new ArrayList<>();
    for (Object one : body.list("matchers")) {
      Body matcher = Body.of(one);
      boolean equal = !matcher.has("isEqual") || matcher.flag("isEqual");
      boolean regex = matcher.flag("isRegex");
      MatchType type =
          regex
              ? (equal ? MatchType.REGEX : MatchType.NOT_REGEX)
              : (equal ? MatchType.EQUAL : MatchType.NOT_EQUAL);
      matchers.add(new AlertMatcher(type, matcher.text("name"), matcher.text("value")));
    }
    return matchers;
  }

  private static List<Object> matchers(Silence silence) {
    List<Object> matchers = new ArrayList<>();
    for (AlertMatcher matcher : silence.matchers()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("isEqual", !matcher.type().isNegative());
      one.put("isRegex", matcher.type().isRegex());
      one.put("name", matcher.name());
      one.put("value", matcher.value());
      matchers.add(one);
    }
    return matchers;
  }

  /** What the API shows of a silence. */
  static Map<String, Object> shown(Silence silence, long now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", silence.id());
    json.put("status", Map.of("state", silence.state(now).word()));
    json.put("updatedAt", Times.print(silence.updatedAt()));
    if (!silence.annotations().isEmpty()) {
      json.put("annotations", new TreeMap<>(silence.annotations()));
    }
    json.put("comment", silence.comment());
    json.put("createdBy", silence.createdBy());
    json.put("endsAt", Times.print(silence.endsAt()));
    json.put("matchers", matchers(silence));
    json.put("startsAt", Times.print(silence.startsAt()));
    return json;
  }
}
