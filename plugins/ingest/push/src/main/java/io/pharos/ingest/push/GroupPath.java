package io.pharos.ingest.push;

import io.pharos.ingest.push.text.BodyException;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.Utf8;
import io.pharos.toolkit.relabel.NameScheme;
import java.io.ByteArrayOutputStream;
import java.util.SortedMap;
import java.util.TreeMap;

/** The grouping labels that a path names: {@code /metrics/job/a/instance/b}. */
final class GroupPath {
  /** What paths of pushes begin with. */
  static final String PREFIX = "/metrics/job";

  private static final String BASE64 = "@base64";
  private static final String ESCAPED = "U__";

  private GroupPath() {}

  /** A path as it was sent, decoded; bytes that are no UTF-8 are kept as lone surrogates. */
  static String decode(String rawPath) throws BodyException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < rawPath.length(); i++) {
      char c = rawPath.charAt(i);
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      int high = i + 2 < rawPath.length() ? Character.digit(rawPath.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(rawPath.charAt(i + 2), 16);
      if (low < 0) {
        throw new BodyException("400 Bad Request");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    byte[] decoded = bytes.toByteArray();
    return Utf8.lenient(decoded, 0, decoded.length);
  }

  /** The path without empty elements and dots, as the original redirects to it. */
  static String clean(String path) {
    StringBuilder out = new StringBuilder();
    String[] elements = path.split("/", -1);
    for (int i = 0; i < elements.length; i++) {
      if (elements[i].equals("..")) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      } else if (!elements[i].isEmpty() && !elements[i].equals(".")) {
        out.append('/').append(elements[i]);
      }
    }
    boolean slash = path.endsWith("/") && !out.isEmpty();
    return out.isEmpty() ? "/" : slash ? out.append('/').toString() : out.toString();
  }

  /**
   * Reads the labels of a path that begins with {@link #PREFIX}.
   *
   * @throws BodyException with the answer's text if it names none
   */
  static SortedMap<String, String> labels(String path, NameScheme scheme) throws BodyException {
    boolean encoded = path.startsWith(PREFIX + BASE64);
    int begin = PREFIX.length() + (encoded ? BASE64.length() : 0) + 1;
    int end = path.indexOf('/', begin);
    String job = end < 0 ? path.substring(begin) : path.substring(begin, end);
    if (encoded) {
      Base64Text decoded = Base64Text.decode(job);
      if (decoded.error() >= 0) {
        throw new BodyException(
            "invalid base64 encoding in job name "
                + GoQuote.quote(decoded.text())
                + ": "
                + decoded.reason());
      }
      job = decoded.text();
    }
    SortedMap<String, String> labels = new TreeMap<>();
    pairs(end < 0 ? "" : path.substring(end), scheme, labels);
    if (job.isEmpty()) {
      throw new BodyException("job name is required");
    }
    labels.put("job", job);
    return labels;
  }

  private static void pairs(String rest, NameScheme scheme, SortedMap<String, String> labels)
      throws BodyException {
    if (rest.length() <= 1) {
      return;
    }
    String[] elements = rest.substring(1).split("/", -1);
    if (elements.length % 2 != 0) {
      throw new BodyException("odd number of components in label string " + GoQuote.quote(rest));
    }
    for (int i = 0; i < elements.length; i += 2) {
      boolean encoded = elements[i].endsWith(BASE64);
      String name =
          encoded ? elements[i].substring(0, elements[i].length() - BASE64.length()) : elements[i];
      String unescaped = scheme == NameScheme.UTF8 ? unescaped(name) : name;
      if (name.startsWith("__") || !scheme.isLabelName(unescaped)) {
        throw new BodyException("improper label name " + GoQuote.quote(name));
      }
      labels.put(unescaped, encoded ? value(name, elements[i + 1]) : elements[i + 1]);
    }
  }

  private static String value(String name, String text) throws BodyException {
    Base64Text decoded = Base64Text.decode(text);
    if (decoded.error() >= 0) {
      throw new BodyException(
          "invalid base64 encoding for label "
              + name
              + "="
              + GoQuote.quote(text)
              + ": "
              + decoded.reason());
    }
    return decoded.text();
  }

  /** The name that a value-escaped one stands for; other names as they are. */
  static String unescaped(String name) {
    if (!name.startsWith(ESCAPED)) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    for (int i = ESCAPED.length(); i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_') {
        out.append(c);
        continue;
      }
      int end = name.indexOf('_', i + 1);
      if (end < 0 || end - i > 7) {
        return name;
      }
      String hex = name.substring(i + 1, end);
      if (hex.isEmpty()) {
        out.append('_');
      } else if (hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)
          && Character.isValidCodePoint(Integer.parseInt(hex, 16))) {
        out.appendCodePoint(Integer.parseInt(hex, 16));
      } else {
        return name;
      }
      i = end;
    }
    return out.toString();
  }
}
