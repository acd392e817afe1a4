package io.pharos.testkit.command;

import io.pharos.spi.command.CommandFactory;
import java.util.List;

/** Says again what it is told. Without state. */
public final class FakeCommand implements CommandFactory {
  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String summary() {
    return "says again what it is told";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    for (String argument : arguments) {
      if (argument.startsWith("-")) {
        terminal.err().println("echo: unknown flag " + argument);
        return 2;
      }
    }
    terminal.out().println(String.join(" ", arguments));
    return 0;
  }
}
