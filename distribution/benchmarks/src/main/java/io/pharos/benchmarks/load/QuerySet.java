package io.pharos.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Queries of a file, or those that come with the program. Immutable. */
record QuerySet(List<Query> queries) {
  /**
   * One query.
   *
   * @param rangeSeconds how far back it goes, 0 for an instant query
   */
  record Query(String name, long rangeSeconds, long stepSeconds, String expression) {}

  static QuerySet read(String file) throws IOException {
    if (!file.isEmpty()) {
      return parse(Files.readString(Path.of(file)));
    }
    try (InputStream in = QuerySet.class.getResourceAsStream("queries.txt")) {
      if (in == null) {
        throw new IOException("queries.txt is missing from the class path");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static QuerySet parse(String text) {
    List<Query> queries = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\\|", 4);
      if (fields.length != 4) {
        throw new IllegalArgumentException("expected 'name | range | step | expression': " + line);
      }
      queries.add(
          new Query(fields[0].strip(), seconds(fields[1]), seconds(fields[2]), fields[3].strip()));
    }
    return new QuerySet(List.copyOf(queries));
  }

  private static long seconds(String text) {
    String word = text.strip();
    long unit =
        switch (word.charAt(word.length() - 1)) {
          case 'h' -> 3600;
          case 'm' -> 60;
          case 's' -> 1;
          default -> 0;
        };
    return unit == 0
        ? Long.parseLong(word)
        : Long.parseLong(word.substring(0, word.length() - 1)) * unit;
  }
}
