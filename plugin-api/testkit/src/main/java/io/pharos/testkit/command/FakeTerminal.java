package io.pharos.testkit.command;

import io.pharos.spi.command.CommandFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command reads and writes, as texts. Confined to one thread. */
public final class FakeTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandFactory.Terminal terminal;

  /** A terminal in a folder, with a text to read. */
  public FakeTerminal(Path workingFolder, String input) {
    terminal =
        new CommandFactory.Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            workingFolder);
  }

  /** What to hand to a command. */
  public CommandFactory.Terminal terminal() {
    return terminal;
  }

  /** What was written to standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What was written to standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
