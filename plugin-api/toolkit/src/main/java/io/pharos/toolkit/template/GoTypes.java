package io.pharos.toolkit.template;

import org.jspecify.annotations.Nullable;

/** What Go knows of a value: its type's name, whether it is true, whether it is nil. */
final class GoTypes {
  private GoTypes() {}

  static String nameOf(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case Double _ -> "float64";
      case String _ -> "string";
      case GoComplex _ -> "complex128";
      case GoObject object -> object.goType();
      default -> value.getClass().getName();
    };
  }

  /** Whether {@code if} takes its first branch. */
  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean bool -> bool;
      case Long number -> number != 0;
      case Double number -> number != 0;
      case String text -> !text.isEmpty();
      case GoComplex complex -> complex.real() != 0 || complex.imaginary() != 0;
      case GoObject.OfMap map -> !map.entries().isEmpty();
      case GoObject.OfList list -> !list.items().isEmpty();
      case GoObject.OfString text -> !text.string().isEmpty();
      case GoObject.OfInteger number -> number.number() != 0;
      default -> true;
    };
  }

  /** The text behind a string or a kind of string, null if the value is none. */
  static @Nullable String asString(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case GoObject.OfString text -> text.string();
      case null, default -> null;
    };
  }

  /** The number behind an int or a kind of int, null if the value is none. */
  static @Nullable Long asInteger(@Nullable Object value) {
    return switch (value) {
      case Long number -> number;
      case GoObject.OfInteger number -> number.number();
      case null, default -> null;
    };
  }
}
