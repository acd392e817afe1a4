package io.pharos.exporter.node;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.runtime.Context;
import java.time.ZoneId;
import org.pf4j.Extension;

/** Makes the exporter {@code node}. Without state. */
@Extension
public final class NodeExporterFactory implements ExporterFactory<NodeConfig> {
  @Override
  public String type() {
    return "node";
  }

  @Override
  public Class<NodeConfig> configType() {
    return NodeConfig.class;
  }

  @Override
  public Exporter create(NodeConfig config, Context context) {
    // the zone of the machine is one of the things that are measured
    return new NodeExporter(config, context, ZoneId.systemDefault());
  }
}
