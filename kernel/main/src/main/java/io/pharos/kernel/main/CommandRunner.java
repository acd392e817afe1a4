package io.pharos.kernel.main;

import io.pharos.kernel.lifecycle.CommandKernel;
import io.pharos.kernel.lifecycle.KernelOptions;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.thread.SystemClock;
import io.pharos.kernel.web.JdkHttpClients;
import io.pharos.spi.command.CommandFactory;
import java.util.List;

/** Loads the one plugin that has a sub-command, and runs it. Confined to one thread. */
final class CommandRunner implements AutoCloseable {
  private final CommandKernel kernel;

  CommandRunner(PluginScan scan, Descriptor descriptor) {
    SystemClock clock = new SystemClock();
    KernelOptions.Candidate candidate =
        scan.candidates().stream()
            .filter(found -> found.descriptor().equals(descriptor))
            .findFirst()
            .orElseThrow();
    kernel = new CommandKernel(candidate, new JdkHttpClients(clock), clock, Version.text());
  }

  int run(String name, List<String> arguments, CommandFactory.Terminal terminal) {
    return kernel.run(name, arguments, terminal);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
