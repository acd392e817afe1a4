package io.pharos.toolkit.template;

import static io.pharos.toolkit.template.Param.ANY;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions that every Go template has. */
final class Builtins {
  static final Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("and", new Function(List.of(ANY), ANY, new ShortCircuit(false))),
          Map.entry("or", new Function(List.of(ANY), ANY, new ShortCircuit(true))),
          Map.entry("not", Function.of(List.of(ANY), a -> !GoTypes.isTrue(a[0]))),
          Map.entry("call", new Function(List.of(ANY), ANY, new CallOfValue())),
          Map.entry("html", all(text -> html(text))),
          Map.entry("js", all(text -> js(text))),
          Map.entry("urlquery", all(text -> urlQuery(text))),
          Map.entry("print", new Function(List.of(), ANY, a -> GoFormat.sprint(a))),
          Map.entry("println", new Function(List.of(), ANY, a -> GoFormat.sprintln(a))),
          Map.entry("printf", new Function(List.of(Param.STRING), ANY, Builtins::printf)),
          Map.entry("len", Function.of(List.of(ANY), a -> Containers.length(a[0]))),
          Map.entry("index", new Function(List.of(ANY), ANY, Containers::index)),
          Map.entry("slice", new Function(List.of(ANY), ANY, Containers::slice)),
          Map.entry("eq", new Function(List.of(ANY), ANY, Builtins::equalToAny)),
          Map.entry("ne", Function.of(List.of(ANY, ANY), a -> !equal(a[0], a[1]))),
          Map.entry("lt", Function.of(List.of(ANY, ANY), a -> less(a[0], a[1]))),
          Map.entry(
              "le", Function.of(List.of(ANY, ANY), a -> less(a[0], a[1]) || equal(a[0], a[1]))),
          Map.entry(
              "gt", Function.of(List.of(ANY, ANY), a -> !less(a[0], a[1]) && !equal(a[0], a[1]))),
          Map.entry("ge", Function.of(List.of(ANY, ANY), a -> !less(a[0], a[1]))));

  private Builtins() {}

  /** {@code and} and {@code or}: the executor looks at their arguments one by one. */
  record ShortCircuit(boolean stopAt) implements GoObject.Body {
    @Override
    public @Nullable Object call(@Nullable Object[] arguments) {
      throw new TemplateException("must not be called");
    }
  }

  /** {@code call}: there are no values that are functions. */
  record CallOfValue() implements GoObject.Body {
    @Override
    public @Nullable Object call(@Nullable Object[] arguments) {
      throw new TemplateException("must not be called");
    }
  }

  private static Function all(java.util.function.UnaryOperator<String> escape) {
    return new Function(List.of(), ANY, arguments -> escape.apply(joined(arguments)));
  }

  private static String joined(@Nullable Object[] arguments) {
    return arguments.length == 1 && arguments[0] instanceof String only
        ? only
        : GoFormat.sprint(arguments);
  }

  private static String printf(@Nullable Object[] arguments) {
    @Nullable Object[] rest = new @Nullable Object[arguments.length - 1];
    System.arraycopy(arguments, 1, rest, 0, rest.length);
    return GoFormat.sprintf(Function.text(arguments[0]), rest);
  }

  static String html(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 0 -> out.append('\uFFFD');
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static String js(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> out.append("\\\\");
                case '\'' -> out.append("\\'");
                case '"' -> out.append("\\\"");
                case '<', '>', '&', '=' -> out.append(GoFormat.sprintf("\\u%04X", (long) c));
                default -> {
                  if (c >= ' ' && GoText.isPrint(c)) {
                    out.appendCodePoint(c);
                  } else if (c < 0x10000) {
                    out.append(GoFormat.sprintf("\\u%04X", (long) c));
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
    return out.toString();
  }

  /** A text as a part of a query. */
  static String urlQuery(String text) {
    // Go keeps the tilde and escapes the star
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  /** What can be compared with what. */
  private enum Basic {
    BOOL,
    INT,
    FLOAT,
    COMPLEX,
    STRING,
    NONE
  }

  private static Basic basic(@Nullable Object value) {
    return switch (value) {
      case Boolean _ -> Basic.BOOL;
      case Long _, GoObject.OfInteger _ -> Basic.INT;
      case Double _ -> Basic.FLOAT;
      case GoComplex _ -> Basic.COMPLEX;
      case String _, GoObject.OfString _ -> Basic.STRING;
      case null, default -> Basic.NONE;
    };
  }

  private static boolean equalToAny(@Nullable Object[] arguments) {
    if (arguments.length < 2) {
      throw new TemplateException("missing argument for comparison");
    }
    for (int i = 1; i < arguments.length; i++) {
      if (equal(arguments[0], arguments[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    Basic leftKind = basic(left);
    Basic rightKind = basic(right);
    if (leftKind != rightKind) {
      throw incompatible(left, right);
    }
    return switch (leftKind) {
      case INT -> Objects.equals(GoTypes.asInteger(left), GoTypes.asInteger(right));
      case FLOAT -> ((Double) left).doubleValue() == ((Double) right).doubleValue();
      case STRING -> Objects.equals(GoTypes.asString(left), GoTypes.asString(right));
      case BOOL, COMPLEX -> left.equals(right);
      case NONE -> {
        if (left instanceof GoTime && right instanceof GoTime) {
          yield left.equals(right);
        }
        throw new TemplateException(
            "non-comparable type " + GoFormat.plain(left) + ": " + GoTypes.nameOf(left));
      }
    };
  }

  private static boolean less(@Nullable Object left, @Nullable Object right) {
    Basic leftKind = basic(left);
    if (leftKind == Basic.NONE || basic(right) == Basic.NONE) {
      throw new TemplateException("invalid type for comparison");
    }
    if (leftKind != basic(right)) {
      throw incompatible(left, right);
    }
    return switch (leftKind) {
      case INT -> nonNull(GoTypes.asInteger(left)) < nonNull(GoTypes.asInteger(right));
      case FLOAT -> (Double) nonNull(left) < (Double) nonNull(right);
      case STRING ->
          io.pharos.model.label.LabelOrder.compare(
                  nonNull(GoTypes.asString(left)), nonNull(GoTypes.asString(right)))
              < 0;
      case BOOL, COMPLEX, NONE -> throw new TemplateException("invalid type for comparison");
    };
  }

  private static <T> T nonNull(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private static TemplateException incompatible(@Nullable Object left, @Nullable Object right) {
    return new TemplateException(
        "incompatible types for comparison: "
            + GoTypes.nameOf(left)
            + " and "
            + GoTypes.nameOf(right));
  }
}
