package io.pharos.web.api;

import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and booleans. */
final class PlainJson {
  private PlainJson() {}

  /** Throws where a number has no form in JSON. */
  static void check(@Nullable Object value) {
    switch (value) {
      case Double number when !Double.isFinite(number) -> throw new NoJsonNumber(number);
      case Map<?, ?> map -> map.values().forEach(PlainJson::check);
      case Iterable<?> list -> list.forEach(PlainJson::check);
      case null, default -> {}
    }
  }

  static void write(JsonWriter json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.nothing();
      case String text -> json.string(text);
      case Boolean bool -> json.bool(bool);
      case Double number -> json.number(number.doubleValue());
      case Number number -> json.number(number.longValue());
      case Map<?, ?> map -> {
        json.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.name(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.endObject();
      }
      case Iterable<?> list -> {
        json.beginArray();
        for (Object item : list) {
          write(json, item);
        }
        json.endArray();
      }
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
  }
}
