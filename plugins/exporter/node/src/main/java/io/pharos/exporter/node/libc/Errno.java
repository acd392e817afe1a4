package io.pharos.exporter.node.libc;

import java.util.Map;

/** Texts of the system's error numbers that a file system may answer, as Go words them. */
final class Errno {
  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(1, "operation not permitted"),
          Map.entry(2, "no such file or directory"),
          Map.entry(4, "interrupted system call"),
          Map.entry(5, "input/output error"),
          Map.entry(6, "no such device or address"),
          Map.entry(12, "cannot allocate memory"),
          Map.entry(13, "permission denied"),
          Map.entry(19, "no such device"),
          Map.entry(20, "not a directory"),
          Map.entry(36, "file name too long"),
          Map.entry(38, "function not implemented"),
          Map.entry(40, "too many levels of symbolic links"),
          Map.entry(75, "value too large for defined data type"),
          Map.entry(107, "transport endpoint is not connected"),
          Map.entry(110, "connection timed out"),
          Map.entry(112, "host is down"),
          Map.entry(113, "no route to host"),
          Map.entry(116, "stale NFS file handle"));

  private Errno() {}

  static String text(int number) {
    return TEXTS.getOrDefault(number, "errno " + number);
  }
}
