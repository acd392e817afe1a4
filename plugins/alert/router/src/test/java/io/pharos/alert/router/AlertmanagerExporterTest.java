package io.pharos.alert.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.exposition.write.TextWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertmanagerExporterTest {
  @Test
  void showsTheFamiliesOfItsSite(@TempDir Path folder) throws Exception {
    AlertmanagerExporterFactory factory =
        new AlertmanagerExporterFactory(
            site ->
                List.of(
                    new MetricFamily(
                        site + "_alerts",
                        MetricType.GAUGE,
                        "Alerts.",
                        List.of(new MetricSample("", List.of("state", "active"), 3)))));
    StringBuilder text = new StringBuilder();
    try (FakeContext context = new FakeContext(folder);
        Exporter exporter = factory.create(new AlertmanagerExporterFactory.Config(), context)) {
      exporter.collect(new Exporter.Query("/metrics", Map.of()), new TextWriter(text));
    }

    assertThat(text)
        .hasToString(
            """
            # HELP alertmanager_alerts Alerts.
            # TYPE alertmanager_alerts gauge
            alertmanager_alerts{state="active"} 3
            """);
  }
}
