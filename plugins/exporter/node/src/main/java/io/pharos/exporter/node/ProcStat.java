package io.pharos.exporter.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code /proc/stat} says. Immutable once read.
 *
 * @param softirqs by kind, in the kernel's order; all 0 where the kernel does not say
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared never
record ProcStat(
    SortedMap<Integer, double[]> cpuSeconds,
    double interrupts,
    double contextSwitches,
    double bootTime,
    double forks,
    double running,
    double blocked,
    double[] softirqs) {
  /** user, nice, system, idle, iowait, irq, softirq, steal, guest and guest_nice. */
  static final int MODES = 10;

  static final int SOFTIRQS = 10;

  /** Ticks of a second, fixed by the kernel's interface. */
  private static final double TICKS = 100;

  static ProcStat read(Path file) throws IOException {
    SortedMap<Integer, double[]> cpus = new TreeMap<>();
    double[] singles = new double[6];
    double[] softirqs = new double[SOFTIRQS];
    for (String line : Roots.lines(file)) {
      String[] words = Roots.words(line);
      if (words.length < 2) {
        continue;
      }
      switch (words[0]) {
        case "intr" -> singles[0] = interrupts(words);
        case "ctxt" -> singles[1] = Numbers.unsigned(words[1]);
        case "btime" -> singles[2] = Numbers.unsigned(words[1]);
        case "processes" -> singles[3] = Numbers.unsigned(words[1]);
        case "procs_running" -> singles[4] = Numbers.unsigned(words[1]);
        case "procs_blocked" -> singles[5] = Numbers.unsigned(words[1]);
        case "softirq" -> softirqs = softirqs(words);
        default -> {
          if (words[0].startsWith("cpu")) {
            cpu(words, cpus);
          }
        }
      }
    }
    return new ProcStat(
        cpus, singles[0], singles[1], singles[2], singles[3], singles[4], singles[5], softirqs);
  }

  private static double interrupts(String[] words) throws IOException {
    for (int i = 2; i < words.length; i++) {
      Numbers.unsigned(words[i]);
    }
    return Numbers.unsigned(words[1]);
  }

  private static double[] softirqs(String[] words) throws IOException {
    if (words.length < SOFTIRQS + 2) {
      throw new IOException("too few numbers in line softirq: " + (words.length - 1));
    }
    double[] counts = new double[SOFTIRQS];
    for (int i = 0; i < SOFTIRQS; i++) {
      counts[i] = Numbers.unsigned(words[i + 2]);
    }
    return counts;
  }

  private static void cpu(String[] words, SortedMap<Integer, double[]> cpus) throws IOException {
    double[] seconds = new double[MODES];
    for (int i = 0; i < MODES && i + 1 < words.length; i++) {
      seconds[i] = Numbers.real(words[i + 1]) / TICKS;
    }
    String number = words[0].substring("cpu".length());
    if (number.isEmpty()) {
      return; // the sum of all
    }
    try {
      cpus.put(Integer.parseInt(number), seconds);
    } catch (NumberFormatException e) {
      throw new IOException("no number of a processor: '" + words[0] + "'", e);
    }
  }
}
