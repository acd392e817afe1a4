package io.pharos.exporter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code mountinfo}. Immutable.
 *
 * @param point where it is mounted, as seen from the machine's own root
 */
record Mount(
    String device, String point, String type, String major, String minor, boolean readOnly) {
  /** The parts that every line has: six, the dash, and three behind it. */
  private static final int LEAST_PARTS = 10;

  private static final Pattern NUMBERS = Pattern.compile("(\\d+):(\\d+)");

  /** Reads all lines. */
  static List<Mount> parse(List<String> lines, String root) throws IOException {
    List<Mount> mounts = new ArrayList<>();
    for (String line : lines) {
      mounts.add(parse(line, root));
    }
    return mounts;
  }

  private static Mount parse(String line, String root) throws IOException {
    String[] parts = line.split(" ", -1);
    int count = parts.length;
    if (count < LEAST_PARTS || !parts[count - 4].equals("-")) {
      throw new IOException("malformed line in mountinfo: '" + line + "'");
    }
    Matcher numbers = NUMBERS.matcher(parts[2]);
    if (!numbers.matches()) {
      throw new IOException("no major and minor number in mountinfo: '" + parts[2] + "'");
    }
    String point = parts[4].replace("\\040", " ").replace("\\011", "\t");
    return new Mount(
        parts[count - 2],
        withoutRoot(point, root),
        parts[count - 3],
        numbers.group(1),
        numbers.group(2),
        isReadOnly(parts[5]) || isReadOnly(parts[count - 1]));
  }

  private static String withoutRoot(String point, String root) {
    if (root.equals("/") || !point.startsWith(root)) {
      return point;
    }
    String rest = point.substring(root.length());
    return rest.isEmpty() ? "/" : rest;
  }

  private static boolean isReadOnly(String options) {
    return List.of(options.split(",", -1)).contains("ro");
  }
}
