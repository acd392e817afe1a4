package com.example.lights;

import io.pharos.spi.command.CommandFactory;
import java.util.List;
import org.pf4j.Extension;

/** {@code pharos lights ADDRESS...}: shows lights as the file of a file discovery has them. */
@Extension
public final class LightsCommand implements CommandFactory {
  @Override
  public String name() {
    return "lights";
  }

  @Override
  public String summary() {
    return "Shows addresses of lights as target groups.";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    for (String argument : arguments) {
      if (argument.startsWith("-")) {
        terminal.err().println("lights: unknown flag " + argument);
        return 2;
      }
    }
    terminal.out().println("[{\"targets\": [\"" + String.join("\", \"", arguments) + "\"]}]");
    return 0;
  }
}
