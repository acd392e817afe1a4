package io.pharos.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of what was measured, and the same as lines for a spreadsheet. Confined to one thread.
 */
final class Report {
  private final String name;
  private final String mode;
  private final List<String[]> facts = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private final List<String[]> rows = new ArrayList<>();

  Report(String name, String mode) {
    this.name = name;
    this.mode = mode;
  }

  void add(String fact, String value) {
    facts.add(new String[] {fact, value});
  }

  /** Names the columns of rows. */
  void columns(String... names) {
    columns.addAll(List.of(names));
  }

  /** A row: its name, then a number for each column. */
  void row(String name, double... values) {
    String[] row = new String[values.length + 1];
    row[0] = name;
    for (int i = 0; i < values.length; i++) {
      row[i + 1] = number(values[i]);
    }
    rows.add(row);
  }

  void add(String fact, long value) {
    add(fact, Long.toString(value));
  }

  void add(String fact, double value) {
    add(fact, number(value));
  }

  void addMegabytes(String fact, long bytes) {
    add(fact, String.format(Locale.ROOT, "%.1f", bytes / 1048576.0));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value);
  }

  String table() {
    int width = 0;
    for (String[] fact : facts) {
      width = Math.max(width, fact[0].length());
    }
    for (String[] row : rows) {
      width = Math.max(width, row[0].length());
    }
    StringBuilder out = new StringBuilder();
    out.append(mode).append(" of ").append(name).append('\n');
    if (!rows.isEmpty()) {
      out.repeat(' ', width + 2);
      columns.forEach(column -> cell(column, out));
      out.append('\n');
    }
    for (String[] row : rows) {
      out.append("  ").append(row[0]).repeat(' ', width - row[0].length());
      for (int i = 1; i < row.length; i++) {
        cell(row[i], out);
      }
      out.append('\n');
    }
    for (String[] fact : facts) {
      out.append("  ").append(fact[0]).repeat(' ', width - fact[0].length() + 2);
      out.append(fact[1]).append('\n');
    }
    return out.toString();
  }

  private static void cell(String text, StringBuilder out) {
    out.repeat(' ', Math.max(2, 12 - text.length())).append(text);
  }

  /** Appends {@code mode, name, fact, value} lines, separated by tabs, to a file. */
  void appendTo(Path file) throws IOException {
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      for (int i = 1; i < row.length; i++) {
        line(row[0] + ' ' + columns.get(i - 1), row[i], out);
      }
    }
    for (String[] fact : facts) {
      line(fact[0], fact[1], out);
    }
    Files.writeString(file, out, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void line(String fact, String value, StringBuilder out) {
    out.append(mode).append('\t').append(name).append('\t');
    out.append(fact).append('\t').append(value).append('\n');
  }
}
