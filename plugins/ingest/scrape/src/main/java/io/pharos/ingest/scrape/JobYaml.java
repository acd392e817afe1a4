package io.pharos.ingest.scrape;

/** Cuts a job out of the configuration as it is served. */
final class JobYaml {
  private JobYaml() {}

  /**
   * The entry of {@code scrape_configs} with that name, as a document of its own; "" without one.
   */
  static String of(String yaml, String job) {
    StringBuilder entry = new StringBuilder();
    boolean inSection = false;
    boolean found = false;
    for (String line : yaml.split("\n", -1)) {
      boolean starts = line.startsWith("- ");
      if (!starts && !line.startsWith("  ")) {
        if (found && inSection) {
          break;
        }
        inSection = line.equals("scrape_configs:");
        continue;
      }
      if (inSection && starts) {
        if (found) {
          break;
        }
        entry.setLength(0);
      }
      if (inSection) {
        entry.append(line, 2, line.length()).append('\n');
        found |= isName(line.substring(2), job);
      }
    }
    return found ? entry.toString() : "";
  }

  private static boolean isName(String line, String job) {
    if (!line.startsWith("job_name: ")) {
      return false;
    }
    String name = line.substring("job_name: ".length());
    return name.equals(job) || name.equals("\"" + job + "\"") || name.equals("'" + job + "'");
  }
}
