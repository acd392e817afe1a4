package io.pharos.ingest.push;

import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.testkit.exporter.ExporterContract;
import io.pharos.testkit.runtime.FixedServiceRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class PushExporterContractTest extends ExporterContract<PushExporterFactory.Config> {
  private @Nullable PushServer server;

  @Override
  protected ExporterFactory<PushExporterFactory.Config> factory() {
    if (server == null) {
      server = new PushServer(context(), PushServer.config());
      try {
        server.ask("PUT", "/metrics/job/a", "pushed 1\n");
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return new PushExporterFactory(new FixedServiceRef<>(server.pushed()));
  }

  @Override
  protected PushExporterFactory.Config config() {
    return new PushExporterFactory.Config();
  }

  @AfterEach
  void closeServer() {
    if (server != null) {
      server.close();
    }
  }
}
