package io.pharos.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processes cost by the accounting of Linux, read from {@code /proc}. Immutable.
 *
 * @param cpuMillis of all threads, in user and kernel mode; in steps of ten
 * @param residentBytes now, with mapped files
 * @param peakBytes the most that was resident
 * @param anonBytes now: heap, off-heap and stacks, without mapped files
 */
record Usage(long cpuMillis, long residentBytes, long peakBytes, long anonBytes) {
  private static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Milliseconds in a tick of {@code /proc/PID/stat}, fixed by the kernel's interface. */
  private static final int TICK = 10;

  static Usage ofTree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .map(process -> of(process.pid()))
        .reduce(NONE, Usage::plus);
  }

  private static Usage of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      // behind the name, which may hold anything: state is field 3, utime 14, stime 15
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      List<String> status = Files.readAllLines(folder.resolve("status"));
      return new Usage(
          ticks * TICK,
          bytes(status, "VmRSS:"),
          bytes(status, "VmHWM:"),
          bytes(status, "RssAnon:"));
    } catch (IOException e) {
      return NONE; // the process has ended
    }
  }

  private static long bytes(List<String> status, String key) {
    for (String line : status) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip()) * 1024;
      }
    }
    return 0; // a process that has ended keeps no memory
  }

  private Usage plus(Usage other) {
    return new Usage(
        cpuMillis + other.cpuMillis,
        residentBytes + other.residentBytes,
        peakBytes + other.peakBytes,
        anonBytes + other.anonBytes);
  }
}
