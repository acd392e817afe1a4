package io.pharos.toolkit.template;

import io.pharos.toolkit.unit.GoFloats;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One verb of a format with its flags, and what it prints. Confined to one thread. */
final class GoVerb {
  private static final int MAX_DEPTH = 100;

  int width = -1;
  int precision = -1;

  private final StringBuilder out = new StringBuilder();
  private boolean plus;
  private boolean minus;
  private boolean sharp;
  private boolean space;
  private boolean zero;
  private boolean plusNames;
  private boolean syntax;

  StringBuilder out() {
    return out;
  }

  /** Takes a flag; false if the character is none. */
  boolean flag(char c) {
    switch (c) {
      case '+' -> plus = true;
      case '-' -> {
        minus = true;
        zero = false;
      }
      case '#' -> sharp = true;
      case ' ' -> space = true;
      case '0' -> zero = !minus;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Prints a value. */
  void print(@Nullable Object value, int verb) {
    if (verb == 'v' && sharp) {
      sharp = false;
      syntax = true;
    }
    if (verb == 'v' && plus) {
      plus = false;
      plusNames = true;
    }
    if (verb == 'T') {
      text(GoTypes.nameOf(value), 's');
    } else {
      value(value, verb, 0);
    }
  }

  private void value(@Nullable Object value, int verb, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("value nests too deeply to be printed");
    }
    switch (value) {
      case null -> {
        if (verb == 'v') {
          pad(syntax && depth > 0 ? "interface {}(nil)" : "<nil>");
        } else {
          out.append("%!").appendCodePoint(verb).append("(<nil>)");
        }
      }
      case Boolean bool -> {
        if (verb == 't' || verb == 'v') {
          pad(bool.toString());
        } else {
          bad(value, verb);
        }
      }
      case Long number -> integer(number, verb, value);
      case Double number -> decimal(number, verb, value);
      case GoComplex complex -> complex(complex, verb);
      case String text -> string(text, verb, value);
      case GoObject object -> object(object, verb, depth);
      default -> pad(value.toString());
    }
  }

  private void object(GoObject object, int verb, int depth) {
    String text = syntax ? null : object.text();
    if (text != null && "vsxXq".indexOf(verb) >= 0) {
      text(text, verb);
      return;
    }
    switch (object) {
      case GoObject.OfMap map -> map(map, verb, depth);
      case GoObject.OfList list -> list(list, verb, depth);
      case GoObject.OfStruct struct -> struct(struct, verb, depth);
      case GoObject.OfString string -> string(string.string(), verb, object);
      case GoObject.OfInteger integer -> integer(integer.number(), verb, object);
      default -> bad(object, verb);
    }
  }

  private void map(GoObject.OfMap map, int verb, int depth) {
    out.append(syntax ? map.goType() + "{" : "map[");
    boolean first = true;
    for (Map.Entry<String, ? extends @Nullable Object> entry : map.entries().entrySet()) {
      out.append(first ? "" : syntax ? ", " : " ");
      first = false;
      value(entry.getKey(), verb, depth + 1);
      out.append(':');
      value(entry.getValue(), verb, depth + 1);
    }
    out.append(syntax ? '}' : ']');
  }

  private void list(GoObject.OfList list, int verb, int depth) {
    out.append(syntax ? list.goType() + "{" : "[");
    List<? extends @Nullable Object> items = list.items();
    for (int i = 0; i < items.size(); i++) {
      out.append(i == 0 ? "" : syntax ? ", " : " ");
      value(items.get(i), verb, depth + 1);
    }
    out.append(syntax ? '}' : ']');
  }

  private void struct(GoObject.OfStruct struct, int verb, int depth) {
    boolean pointer = struct.goType().startsWith("*");
    String name = pointer ? struct.goType().substring(1) : struct.goType();
    if (pointer && depth > 0) {
      // Go prints an address here, which nobody can rely on
      out.append("0xc000000000");
      return;
    }
    out.append(pointer ? "&" : "").append(syntax ? name : "").append('{');
    boolean first = true;
    for (Map.Entry<String, @Nullable Object> field : struct.fields().entrySet()) {
      out.append(first ? "" : syntax ? ", " : " ");
      first = false;
      if (plusNames || syntax) {
        out.append(field.getKey()).append(':');
      }
      value(field.getValue(), verb, depth + 1);
    }
    out.append('}');
  }

  private void bad(Object value, int verb) {
    out.append("%!").appendCodePoint(verb).append('(').append(GoTypes.nameOf(value)).append('=');
    value(value, 'v', 0);
    out.append(')');
  }

  private void string(String value, int verb, Object original) {
    if (verb == 'v' && syntax) {
      pad(GoText.quote(value, false));
    } else if ("vsxXq".indexOf(verb) >= 0) {
      text(value, verb);
    } else {
      bad(original, verb);
    }
  }

  private void text(String value, int verb) {
    switch (verb) {
      case 'x', 'X' -> hex(value, verb == 'X');
      case 'q' -> {
        String cut = truncated(value);
        boolean backquotes = sharp && GoText.canBackquote(cut);
        pad(backquotes ? "`" + cut + "`" : GoText.quote(cut, plus));
      }
      default -> pad(truncated(value));
    }
  }

  private String truncated(String value) {
    if (precision < 0 || value.codePointCount(0, value.length()) <= precision) {
      return value;
    }
    return value.substring(0, value.offsetByCodePoints(0, precision));
  }

  private void hex(String value, boolean upper) {
    byte[] bytes = GoText.bytes(value);
    int length = precision >= 0 ? Math.min(precision, bytes.length) : bytes.length;
    String digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    String prefix = sharp ? (upper ? "0X" : "0x") : "";
    StringBuilder text = new StringBuilder(length > 0 ? prefix : "");
    for (int i = 0; i < length; i++) {
      if (space && i > 0) {
        text.append(' ').append(prefix);
      }
      text.append(digits.charAt(bytes[i] >> 4 & 15)).append(digits.charAt(bytes[i] & 15));
    }
    boolean zeros = zero;
    zero = false;
    pad(text.toString());
    zero = zeros;
  }

  private void integer(long value, int verb, Object original) {
    switch (verb) {
      case 'v', 'd' -> digits(value, 10, "", false);
      case 'b' -> digits(value, 2, sharp ? "0b" : "", false);
      case 'o' -> digits(value, 8, sharp ? "0" : "", false);
      case 'O' -> digits(value, 8, "0o", false);
      case 'x' -> digits(value, 16, sharp ? "0x" : "", false);
      case 'X' -> digits(value, 16, sharp ? "0X" : "", true);
      case 'c' -> pad(rune(value));
      case 'q' -> pad(GoText.quoteRune(value, plus));
      case 'U' -> unicode(value);
      default -> bad(original, verb);
    }
  }

  private static String rune(long value) {
    boolean valid =
        value >= 0
            && value <= Character.MAX_CODE_POINT
            && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    return valid ? Character.toString((int) value) : "\uFFFD";
  }

  private void unicode(long value) {
    String digits = Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
    StringBuilder text = new StringBuilder("U+").repeat('0', Math.max(0, 4 - digits.length()));
    text.append(digits);
    boolean shown = value >= 0 && value <= Character.MAX_CODE_POINT && GoText.isPrint((int) value);
    if (sharp && shown) {
      text.append(" '").append(Character.toString((int) value)).append('\'');
    }
    pad(text.toString());
  }

  private void digits(long value, int radix, String prefix, boolean upper) {
    boolean negative = value < 0;
    String digits = Long.toString(value, radix);
    digits = negative ? digits.substring(1) : digits;
    if (upper) {
      digits = digits.toUpperCase(java.util.Locale.ROOT);
    }
    String sign = negative ? "-" : plus ? "+" : space ? " " : "";
    int wanted = 0;
    if (precision >= 0) {
      wanted = precision;
      if (precision == 0 && value == 0) {
        digits = "";
      }
    } else if (zero && !minus && width > 0) {
      wanted = width - sign.length();
    }
    StringBuilder text = new StringBuilder(sign);
    boolean octalZero = prefix.equals("0") && (digits.startsWith("0") || wanted > digits.length());
    text.append(octalZero ? "" : prefix);
    text.repeat('0', Math.max(0, wanted - digits.length())).append(digits);
    boolean zeros = zero;
    zero = false;
    pad(text.toString());
    zero = zeros;
  }

  private void decimal(double value, int verb, Object original) {
    switch (verb) {
      case 'v' -> number(value, 'g', precision, false);
      case 'b', 'g', 'G', 'x', 'X' -> number(value, (char) verb, precision, false);
      case 'f', 'F', 'e', 'E' -> number(value, (char) verb, precision < 0 ? 6 : precision, false);
      default -> bad(original, verb);
    }
  }

  private void complex(GoComplex value, int verb) {
    if ("vbgGxXfFeE".indexOf(verb) < 0) {
      bad(value, verb);
      return;
    }
    boolean six = "fFeE".indexOf(verb) >= 0;
    int digits = six && precision < 0 ? 6 : precision;
    char form = verb == 'v' ? 'g' : (char) verb;
    out.append('(');
    number(value.real(), form, digits, false);
    number(value.imaginary(), form, digits, true);
    out.append("i)");
  }

  private void number(double value, char form, int digits, boolean forceSign) {
    String text = GoFloats.format(value, form, digits);
    boolean signed = text.startsWith("-") || text.startsWith("+");
    boolean showPlus = plus || forceSign;
    String sign = signed ? text.substring(0, 1) : "+";
    String bare = signed ? text.substring(1) : text;
    if (sign.equals("+") && space && !showPlus) {
      sign = " ";
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      boolean bareNaN = Double.isNaN(value) && !space && !showPlus;
      boolean zeros = zero;
      zero = false;
      pad(bareNaN ? bare : sign + bare);
      zero = zeros;
      return;
    }
    if (sharp && form != 'b') {
      bare = sharpened(bare, form, digits);
    }
    if (showPlus || !sign.equals("+")) {
      if (zero && !minus && width > bare.length() + 1) {
        out.append(sign).repeat('0', width - bare.length() - 1).append(bare);
      } else {
        pad(sign + bare);
      }
      return;
    }
    pad(bare);
  }

  /** With the decimal point always, and with {@code g} the zeros at the end. */
  private static String sharpened(String bare, char form, int precision) {
    int wanted = form == 'g' || form == 'G' ? (precision < 0 ? 6 : precision) : 0;
    int tail = 0;
    while (tail < bare.length() && "eEpP".indexOf(bare.charAt(tail)) < 0) {
      tail++;
    }
    StringBuilder text = new StringBuilder(bare.substring(0, tail));
    boolean point = text.indexOf(".") >= 0;
    int significant = 0;
    boolean leading = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      leading &= c == '0' || c == '.';
      significant += c != '.' && !leading ? 1 : 0;
    }
    if (!point) {
      text.append('.');
    }
    boolean allZero = significant == 0 && wanted > 0;
    text.repeat('0', Math.max(0, wanted - (allZero ? 1 : significant)));
    return text.append(bare, tail, bare.length()).toString();
  }

  private void pad(String text) {
    int length = text.codePointCount(0, text.length());
    int missing = width - length;
    if (missing <= 0) {
      out.append(text);
    } else if (minus) {
      out.append(text).repeat(' ', missing);
    } else {
      out.repeat(zero ? '0' : ' ', missing).append(text);
    }
  }
}
