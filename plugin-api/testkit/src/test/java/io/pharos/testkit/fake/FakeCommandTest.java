package io.pharos.testkit.fake;

import io.pharos.spi.command.CommandFactory;
import io.pharos.testkit.command.CommandContract;
import io.pharos.testkit.command.FakeCommand;
import java.util.List;

class FakeCommandTest extends CommandContract {
  @Override
  protected CommandFactory factory() {
    return new FakeCommand();
  }

  @Override
  protected List<String> arguments() {
    return List.of("good", "morning");
  }
}
