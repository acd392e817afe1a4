package io.pharos.exporter.node;

import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.testkit.exporter.ExporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class NodeContractTest extends ExporterContract<NodeConfig> {
  @Override
  protected ExporterFactory<NodeConfig> factory() {
    return new NodeExporterFactory();
  }

  @Override
  protected NodeConfig config() throws IOException {
    Path proc = Files.createDirectories(folder.resolve("proc"));
    Files.writeString(proc.resolve("loadavg"), "0.10 0.20 0.30 1/1 1\n");
    Files.writeString(proc.resolve("stat"), "cpu 9 9 9 9\ncpu0 100 0 0 5000\nctxt 7\n");
    return FlagsAsConfig.read(List.of(), folder);
  }
}
