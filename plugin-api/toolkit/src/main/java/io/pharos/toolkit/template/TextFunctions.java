package io.pharos.toolkit.template;

import static io.pharos.toolkit.template.Param.STRING;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.pharos.toolkit.regex.Replacement;
import java.util.List;
import java.util.Map;

/** Functions on texts that both originals have. */
final class TextFunctions {
  static final Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("title", Function.ofText(TextFunctions::title)),
          Map.entry("toUpper", Function.ofText(TextFunctions::upper)),
          Map.entry("toLower", Function.ofText(TextFunctions::lower)),
          Map.entry("safeHtml", Function.of(List.of(STRING), a -> html(Function.text(a[0])))),
          Map.entry(
              "match",
              Function.of(
                  List.of(STRING, STRING),
                  a -> compile(Function.text(a[0]), "").matcher(Function.text(a[1])).find())),
          Map.entry(
              "reReplaceAll",
              Function.of(
                  List.of(STRING, STRING, STRING),
                  a -> replaceAll(Function.text(a[0]), Function.text(a[1]), Function.text(a[2])))));

  private TextFunctions() {}

  private static GoObject html(String text) {
    return new GoObject.TypedString("template.HTML", text);
  }

  private static Pattern compile(String expression, String before) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new TemplateException(before + e.getMessage(), e);
    }
  }

  private static String replaceAll(String expression, String replacement, String text) {
    String before = "regexp: Compile(" + backquoted(expression) + "): ";
    return Replacement.of(replacement).replaceAll(compile(expression, before), text);
  }

  private static String backquoted(String text) {
    return GoText.canBackquote(text) ? "`" + text + "`" : GoText.quote(text, false);
  }

  /** The first cased letter of each word in title case; the rest as it is. */
  private static String title(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder out = new StringBuilder(text.length() + 4);
    boolean fresh = true;
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      if (!inWord(points, i)) {
        fresh = true;
      }
      boolean cased =
          Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
      if (fresh && cased) {
        out.append(titled(c));
        fresh = false;
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  /** A ligature falls apart, of which the first letter alone is large. */
  private static String titled(int c) {
    int single = Character.toTitleCase(c);
    String upper = Character.toString(c).toUpperCase(java.util.Locale.ROOT);
    if (single != c || upper.codePointCount(0, upper.length()) == 1) {
      return Character.toString(single);
    }
    return upper.charAt(0) + upper.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether a character belongs to the word around it, by the default word boundaries. */
  private static boolean inWord(int[] points, int at) {
    int c = points[at];
    if (isWord(c)) {
      return true;
    }
    boolean between = at > 0 && at + 1 < points.length;
    boolean letters =
        between && Character.isLetter(points[at - 1]) && Character.isLetter(points[at + 1]);
    boolean digits =
        between && Character.isDigit(points[at - 1]) && Character.isDigit(points[at + 1]);
    return (letters && ".':\u2019\u00B7\u2024\uFF0E".indexOf(c) >= 0)
        || (digits && ".',;\u2019\u2024\uFF0E".indexOf(c) >= 0);
  }

  private static boolean isWord(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.CONNECTOR_PUNCTUATION
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static String upper(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(Character.toUpperCase(c)));
    return out.toString();
  }

  private static String lower(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(Character.toLowerCase(c)));
    return out.toString();
  }
}
