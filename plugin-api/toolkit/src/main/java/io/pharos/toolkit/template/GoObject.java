package io.pharos.toolkit.template;

import io.pharos.model.label.LabelOrder;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is more than a boolean, a {@code Long} (int), a {@code Double} (float64), a {@code
 * String} or {@code null} (nil): what kind of Go value it is, its type's name, and its methods.
 */
public interface GoObject {
  /** How {@code %T} prints its type: {@code map[string]string}, {@code *time.Time}. */
  String goType();

  /** A method by its name, null if there is none. */
  default @Nullable Method method(String name) {
    return null;
  }

  /** What its {@code String} method says, null without one. */
  default @Nullable String text() {
    return null;
  }

  /** A map from strings. */
  interface OfMap extends GoObject {
    SortedMap<String, ? extends @Nullable Object> entries();

    /** What a key that is missing gives: {@code ""} for a map of strings, null for one of any. */
    default @Nullable Object zero() {
      return null;
    }
  }

  /** A list. */
  interface OfList extends GoObject {
    List<? extends @Nullable Object> items();

    /** A part of it. */
    OfList slice(int from, int to);
  }

  /** A structure or a pointer to one: the type's name begins with a star then. */
  interface OfStruct extends GoObject {
    SequencedMap<String, @Nullable Object> fields();
  }

  /** A kind of string with a type of its own. */
  interface OfString extends GoObject {
    String string();
  }

  /** A kind of whole number with a type of its own. */
  interface OfInteger extends GoObject {
    long number();
  }

  /** What a method does. Receiver bound. */
  @FunctionalInterface
  interface Body {
    @Nullable Object call(@Nullable Object[] arguments);
  }

  /** A method: its parameters and its body. Immutable. */
  record Method(List<Param> params, Body body) {
    public Method {
      params = List.copyOf(params);
    }

    /** A method without parameters. */
    public static Method getter(Supplier<? extends @Nullable Object> value) {
      return new Method(List.of(), arguments -> value.get());
    }
  }

  /** A map with a plain type. */
  record PlainMap(
      String goType, SortedMap<String, ? extends @Nullable Object> entries, @Nullable Object zero)
      implements OfMap {
    /** {@code map[string]string}. */
    public static PlainMap ofStrings(Map<String, String> entries) {
      SortedMap<String, String> sorted = new TreeMap<>(LabelOrder::compare);
      sorted.putAll(entries);
      return new PlainMap("map[string]string", sorted, "");
    }
  }

  /** A list with a plain type. */
  record PlainList(String goType, List<? extends @Nullable Object> items) implements OfList {
    @Override
    public PlainList slice(int from, int to) {
      return new PlainList(goType, items.subList(from, to));
    }
  }

  /** A structure with a plain type. */
  record PlainStruct(String goType, SequencedMap<String, @Nullable Object> fields)
      implements OfStruct {}

  /** A string with a type of its own. */
  record TypedString(String goType, String string) implements OfString {}

  /** A whole number with a type of its own. */
  record TypedInteger(String goType, long number) implements OfInteger {}
}
