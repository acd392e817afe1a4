package io.pharos.web.api;

import io.pharos.spi.http.HttpRequest;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.http.ApiException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The label that {@code /api/v1/label/<name>/values} names. */
final class LabelPath {
  private static final char NOT_UTF8 = '\uFFFD';

  private LabelPath() {}

  static String name(HttpRequest request) {
    String name = request.pathParameter("name");
    if (name.indexOf(NOT_UTF8) >= 0) {
      byte[] sent = bytes(segment(request.rawPath()));
      byte[] read = new String(sent, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(sent, read)) {
        throw ApiException.badData("invalid label name: " + GoQuote.quote(sent, 0, sent.length));
      }
    }
    return name;
  }

  private static String segment(String rawPath) {
    int end = rawPath.lastIndexOf('/');
    return rawPath.substring(rawPath.lastIndexOf('/', end - 1) + 1, end);
  }

  private static byte[] bytes(String escaped) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] raw = escaped.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length) {
        out.write(Character.digit(raw[i + 1], 16) << 4 | Character.digit(raw[i + 2], 16));
        i += 2;
      } else {
        out.write(raw[i]);
      }
    }
    return out.toByteArray();
  }
}
