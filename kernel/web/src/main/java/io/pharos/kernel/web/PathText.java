package io.pharos.kernel.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the texts of URLs: paths, percent signs, forms. */
final class PathText {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern FIELD =
      Pattern.compile("(?i)content-disposition:[^\r\n]*[ ;]name=\"([^\"]*)\"");

  private PathText() {}

  /**
   * The path as it was sent, without empty, {@code .} and {@code ..} segments; a slash at the end
   * stays.
   */
  static String clean(String path) {
    if (isClean(path)) {
      return path;
    }
    List<String> kept = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        if (!kept.isEmpty()) {
          kept.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.add(segment);
      }
    }
    String cleaned = "/" + String.join("/", kept);
    return path.endsWith("/") && !kept.isEmpty() ? cleaned + "/" : cleaned;
  }

  private static boolean isClean(String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    int start = 1;
    while (start < path.length()) {
      int end = path.indexOf('/', start);
      if (end < 0) {
        end = path.length();
      }
      int length = end - start;
      boolean dots =
          length <= 2
              && (length == 0 || path.charAt(start) == '.')
              && (length < 2 || path.charAt(start + 1) == '.');
      if (dots) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  /**
   * The text behind percent signs, null where they are malformed. Bytes that are no UTF-8 become
   * U+FFFD.
   */
  static @Nullable String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      byte b = raw[i];
      if (b == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        out.put((byte) (high << 4 | low));
        i += 2;
      } else {
        out.put(plusIsSpace && b == '+' ? (byte) ' ' : b);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .decode(out.flip())
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a decoder that replaces has refused", e);
    }
  }

  /** Adds the pairs of a query or a form; malformed ones are left out, as by the original. */
  static void readForm(String text, Map<String, List<String>> into) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('&', start);
      if (end < 0) {
        end = text.length();
      }
      String pair = text.substring(start, end);
      start = end + 1;
      if (pair.isEmpty() || pair.indexOf(';') >= 0) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
      if (name != null && value != null) {
        into.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
      }
    }
  }

  /** Adds the fields of a multipart form that are texts. */
  static void readMultipart(String text, String contentType, Map<String, List<String>> into) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return;
    }
    String[] parts = ("\r\n" + text).split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
    for (int i = 1; i < parts.length && !parts[i].startsWith("--"); i++) {
      int end = parts[i].indexOf("\r\n\r\n");
      Matcher name = FIELD.matcher(end < 0 ? "" : parts[i].substring(0, end));
      if (name.find() && !parts[i].substring(0, end).contains("filename=")) {
        into.computeIfAbsent(name.group(1), _ -> new ArrayList<>(1))
            .add(parts[i].substring(end + 4));
      }
    }
  }

  /** The pairs of a query or a form by name, each name's values in order. */
  static Map<String, List<String>> form(String text) {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    readForm(text, pairs);
    return pairs;
  }
}
