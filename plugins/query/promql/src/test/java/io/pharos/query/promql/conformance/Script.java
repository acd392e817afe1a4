package io.pharos.query.promql.conformance;

import io.pharos.query.promql.parse.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a script. */
record Script(String name, List<Command> commands) {
  private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
  private static final Pattern INSTANT =
      Pattern.compile(
          "eval(?:_(fail|warn|info|ordered))?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)",
          Pattern.DOTALL);
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)",
          Pattern.DOTALL);

  /** A command of a script. */
  sealed interface Command {
    int line();
  }

  record Clear(int line) implements Command {}

  record Load(int line, long interval, boolean withNative, List<SeriesLine> series)
      implements Command {}

  /**
   * A query.
   *
   * @param step 0 for an instant one
   * @param mode the deprecated suffix of the command, or ""
   * @param expectations the lines below it
   */
  record Eval(
      int line,
      long start,
      long end,
      long step,
      String mode,
      String query,
      List<String> expectations)
      implements Command {}

  static Script read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readString(file).split("\n", -1)) {
      lines.add(line.strip().startsWith("#") ? "#" : line.strip());
    }
    List<Command> commands = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      int number = at + 1;
      at++;
      if (line.isEmpty() || line.equals("#")) {
        continue;
      }
      List<String> body = new ArrayList<>();
      if (!line.startsWith("clear")) {
        while (at < lines.size() && !lines.get(at).isEmpty()) {
          if (!lines.get(at).equals("#")) {
            body.add(lines.get(at));
          }
          at++;
        }
      }
      commands.add(command(file.getFileName() + ":" + number, number, line, body));
    }
    return new Script(file.getFileName().toString(), commands);
  }

  private static Command command(String place, int number, String line, List<String> body) {
    if (line.equals("clear")) {
      return new Clear(number);
    }
    Matcher load = LOAD.matcher(line);
    if (load.matches()) {
      return new Load(
          number,
          Numbers.durationMillis(load.group(2)),
          load.group(1) != null,
          body.stream().map(SeriesLine::parse).toList());
    }
    Matcher range = RANGE.matcher(line);
    if (range.matches()) {
      return new Eval(
          number,
          time(range.group(2)),
          time(range.group(3)),
          time(range.group(4)),
          range.group(1) == null ? "" : range.group(1),
          range.group(5),
          body);
    }
    Matcher instant = INSTANT.matcher(line);
    if (instant.matches()) {
      long time = instant.group(2) == null ? 0 : time(instant.group(2));
      String mode = instant.group(1) == null ? "" : instant.group(1);
      return new Eval(number, time, time, 0, mode, instant.group(3), body);
    }
    throw new IllegalStateException("unknown directive at " + place + ": " + line);
  }

  static long time(String text) {
    if (text.matches("-?[0-9.]+")) {
      return Math.round(Double.parseDouble(text) * 1000);
    }
    return text.startsWith("-")
        ? -Numbers.durationMillis(text.substring(1))
        : Numbers.durationMillis(text);
  }
}
