package io.pharos.acceptance.stranger;

import io.pharos.spi.command.CommandFactory;
import io.pharos.testkit.command.CommandContract;
import java.util.List;

class LightsCommandContractTest extends CommandContract {
  private static final LoadedStranger LIGHTS = LoadedStranger.of(StrangerPlugin.of("lights"));

  @Override
  protected CommandFactory factory() {
    return LIGHTS.factory(CommandFactory.class);
  }

  @Override
  protected List<String> arguments() {
    return List.of("light:1", "light:2");
  }
}
