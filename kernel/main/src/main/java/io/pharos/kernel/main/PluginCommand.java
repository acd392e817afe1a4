package io.pharos.kernel.main;

import io.pharos.kernel.config.Flags;
import io.pharos.kernel.lifecycle.ControlFolder;
import io.pharos.spi.error.ConfigException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** {@code pharos plugin ...}: asks a running server by its data folder. Confined to one thread. */
final class PluginCommand {
  static final String SUMMARY = "list | reload ID | disable ID | enable ID | remove ID";

  private static final int LOOKS = 600;

  private final PrintStream out;

  PluginCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> arguments, PluginScan scan) {
    List<String> words = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--") || !flags.isEmpty()) {
        flags.add(argument);
      } else {
        words.add(argument);
      }
    }
    if (words.isEmpty()) {
      throw new ConfigException("usage: pharos plugin " + SUMMARY + " [--data.path=...]");
    }
    Flags parsed = Flags.parse(flags, KernelFlags.all(scan.descriptors()));
    AtomicInteger looks = new AtomicInteger();
    String answer =
        ControlFolder.ask(
            PharosServer.dataPath(parsed),
            "cli-" + ProcessHandle.current().pid(),
            String.join(" ", words),
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
              return looks.incrementAndGet() < LOOKS;
            });
    if (answer.isEmpty()) {
      throw new IllegalStateException(
          "the server did not answer; does it run on this data folder?");
    }
    out.print(answer);
    return answer.startsWith("error:") ? 1 : 0;
  }
}
