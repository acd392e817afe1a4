package io.pharos.toolkit.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions {@code len}, {@code index} and {@code slice}. */
final class Containers {
  private Containers() {}

  static long length(@Nullable Object value) {
    String text = GoTypes.asString(value);
    if (text != null) {
      return GoText.length(text);
    }
    return switch (value) {
      case GoObject.OfMap map -> map.entries().size();
      case GoObject.OfList list -> list.items().size();
      case null -> throw new TemplateException("len of nil pointer");
      default -> throw new TemplateException("len of type " + GoTypes.nameOf(value));
    };
  }

  static @Nullable Object index(@Nullable Object[] arguments) {
    Object item = arguments[0];
    if (item == null) {
      throw new TemplateException("index of untyped nil");
    }
    for (int i = 1; i < arguments.length; i++) {
      item = index(item, arguments[i]);
    }
    return item;
  }

  private static @Nullable Object index(@Nullable Object item, @Nullable Object index) {
    String text = GoTypes.asString(item);
    if (text != null) {
      byte[] bytes = GoText.bytes(text);
      long at = position(index);
      if (at >= bytes.length || at < 0) {
        throw new TemplateException(
            at < 0 ? "index out of range: " + at : "reflect: string index out of range");
      }
      return (long) (bytes[(int) at] & 0xFF);
    }
    if (item instanceof GoObject.OfList list) {
      long at = position(index);
      if (at < 0 || at >= list.items().size()) {
        throw new TemplateException("index out of range: " + at);
      }
      return list.items().get((int) at);
    }
    if (item instanceof GoObject.OfMap map) {
      if (index == null) {
        throw new TemplateException("value is nil; should be of type string");
      }
      if (!(index instanceof String key)) {
        throw new TemplateException(
            "value has type " + GoTypes.nameOf(index) + "; should be string");
      }
      return map.entries().containsKey(key) ? map.entries().get(key) : map.zero();
    }
    if (item == null) {
      throw new TemplateException("index of nil pointer");
    }
    throw new TemplateException("can't index item of type " + GoTypes.nameOf(item));
  }

  private static long position(@Nullable Object index) {
    if (index == null) {
      throw new TemplateException("cannot index slice/array with nil");
    }
    Long number = GoTypes.asInteger(index);
    if (number == null) {
      throw new TemplateException("cannot index slice/array with type " + GoTypes.nameOf(index));
    }
    return number;
  }

  static @Nullable Object slice(@Nullable Object[] arguments) {
    Object item = arguments[0];
    if (item == null) {
      throw new TemplateException("slice of untyped nil");
    }
    if (arguments.length > 4) {
      throw new TemplateException("too many slice indexes: " + (arguments.length - 1));
    }
    String text = GoTypes.asString(item);
    if (text == null && !(item instanceof GoObject.OfList)) {
      throw new TemplateException("can't slice item of type " + GoTypes.nameOf(item));
    }
    if (text != null && arguments.length == 4) {
      throw new TemplateException("cannot 3-index slice a string");
    }
    byte[] bytes = text == null ? new byte[0] : GoText.bytes(text);
    List<?> items = item instanceof GoObject.OfList list ? list.items() : List.of();
    int length = text == null ? items.size() : bytes.length;
    long[] bounds = {0, length, length};
    for (int i = 1; i < arguments.length; i++) {
      long at = position(arguments[i]);
      if (at < 0 || at > length) {
        throw new TemplateException("index out of range: " + at);
      }
      bounds[i - 1] = at;
    }
    ordered(bounds[0], bounds[1]);
    if (arguments.length == 4) {
      ordered(bounds[1], bounds[2]);
    }
    return item instanceof GoObject.OfList list && text == null
        ? list.slice((int) bounds[0], (int) bounds[1])
        : GoText.of(bytes, (int) bounds[0], (int) bounds[1]);
  }

  private static void ordered(long from, long to) {
    if (from > to) {
      throw new TemplateException("invalid slice index: " + from + " > " + to);
    }
  }
}
