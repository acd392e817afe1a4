package io.pharos.acceptance.recorded;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as maps, lists, texts, exact numbers, booleans and nulls. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private Json() {}

  /** Reads one value; throws a RuntimeException where it is none. */
  static @Nullable Object parse(String text) {
    return MAPPER.readValue(text, Object.class);
  }

  @SuppressWarnings("unchecked") // members of an object are named by texts
  static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, @Nullable Object>) value;
  }

  @SuppressWarnings("unchecked") // elements may be anything
  static List<@Nullable Object> list(@Nullable Object value) {
    return value == null ? List.of() : (List<@Nullable Object>) value;
  }

  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  static String write(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The word for the kind of a value. */
  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Number _ -> "number";
      case Map<?, ?> _ -> "object";
      case List<?> _ -> "list";
      case Boolean _ -> "bool";
      default -> "text";
    };
  }

  static BigDecimal decimal(Object number) {
    return number instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) number;
  }

  /** The steps of a pointer. */
  static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    for (String step : pointer.split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps.subList(1, steps.size());
  }

  /** Replaces what a pointer leads to, where {@code *} stands for every member. */
  static @Nullable Object change(
      @Nullable Object value, List<String> steps, UnaryOperator<@Nullable Object> change) {
    if (steps.isEmpty()) {
      return change.apply(value);
    }
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    if (value instanceof Map<?, ?>) {
      Map<String, @Nullable Object> members = object(value);
      for (String name : List.copyOf(members.keySet())) {
        if (step.equals("*") || step.equals(name)) {
          members.put(name, change(members.get(name), rest, change));
        }
      }
    } else if (value instanceof List<?>) {
      List<@Nullable Object> elements = list(value);
      for (int i = 0; i < elements.size(); i++) {
        if (step.equals("*") || step.equals(Integer.toString(i))) {
          elements.set(i, change(elements.get(i), rest, change));
        }
      }
    }
    return value;
  }

  /** Sorts the elements of a list by a form that does not depend on the order of members. */
  static @Nullable Object sorted(@Nullable Object value) {
    if (!(value instanceof List<?>)) {
      return value;
    }
    List<@Nullable Object> elements = new ArrayList<>(list(value));
    elements.sort(Comparator.comparing(Json::canonical));
    return elements;
  }

  private static String canonical(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Number number -> decimal(number).stripTrailingZeros().toString();
      case Map<?, ?> members -> {
        Map<String, String> ordered = new TreeMap<>();
        object(members).forEach((name, member) -> ordered.put(name, canonical(member)));
        yield ordered.toString();
      }
      case List<?> elements -> list(elements).stream().map(Json::canonical).toList().toString();
      default -> write(value);
    };
  }

  /** Where two values differ, each line with its place; numbers are compared by value. */
  static List<String> differences(@Nullable Object want, @Nullable Object got) {
    List<String> found = new ArrayList<>();
    differences(want, got, "", found);
    return found;
  }

  private static void differences(
      @Nullable Object want, @Nullable Object got, String at, List<String> found) {
    if (want instanceof Map<?, ?> && got instanceof Map<?, ?>) {
      Map<String, @Nullable Object> a = object(want);
      Map<String, @Nullable Object> b = object(got);
      for (Map.Entry<String, @Nullable Object> member : a.entrySet()) {
        String place = at + "/" + member.getKey();
        if (b.containsKey(member.getKey())) {
          differences(member.getValue(), b.get(member.getKey()), place, found);
        } else {
          found.add(place + ": missing, want " + shown(member.getValue()));
        }
      }
      for (Map.Entry<String, @Nullable Object> member : b.entrySet()) {
        if (!a.containsKey(member.getKey())) {
          found.add(at + "/" + member.getKey() + ": extra " + shown(member.getValue()));
        }
      }
    } else if (want instanceof List<?> && got instanceof List<?>) {
      List<@Nullable Object> a = list(want);
      List<@Nullable Object> b = list(got);
      if (a.size() != b.size()) {
        found.add(at + ": " + b.size() + " elements, want " + a.size());
      }
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        differences(a.get(i), b.get(i), at + "/" + i, found);
      }
    } else if (!equal(want, got)) {
      found.add(at + ": got " + shown(got) + " want " + shown(want));
    }
  }

  private static boolean equal(@Nullable Object want, @Nullable Object got) {
    if (want instanceof Number && got instanceof Number) {
      return decimal(want).compareTo(decimal(got)) == 0;
    }
    return want == null ? got == null : want.equals(got);
  }

  private static String shown(@Nullable Object value) {
    String text = write(value);
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  /** Names of an object's members in the order of their letters. */
  static List<String> names(Map<String, @Nullable Object> object) {
    List<String> names = new ArrayList<>(object.keySet());
    Collections.sort(names);
    return names;
  }
}
