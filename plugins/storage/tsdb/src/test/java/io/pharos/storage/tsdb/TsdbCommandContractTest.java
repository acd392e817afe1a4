package io.pharos.storage.tsdb;

import io.pharos.spi.command.CommandFactory;
import io.pharos.testkit.command.CommandContract;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class TsdbCommandContractTest extends CommandContract {
  private final FakeContext context = new FakeContext(Path.of("unused"));

  @AfterEach
  void close() {
    context.close();
  }

  @Override
  protected CommandFactory factory() {
    return new TsdbCommand(
        context.clock(),
        context.memory(),
        context.metrics(),
        context.random(),
        context.http(),
        context.server());
  }

  @Override
  protected List<String> arguments() {
    return List.of("--help");
  }
}
