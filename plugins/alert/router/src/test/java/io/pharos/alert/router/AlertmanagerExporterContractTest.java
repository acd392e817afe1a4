package io.pharos.alert.router;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import io.pharos.testkit.exporter.ExporterContract;
import java.util.List;

class AlertmanagerExporterContractTest
    extends ExporterContract<AlertmanagerExporterFactory.Config> {
  @Override
  protected ExporterFactory<AlertmanagerExporterFactory.Config> factory() {
    MetricSample sample = new MetricSample("", List.of("state", "active"), 3);
    return new AlertmanagerExporterFactory(
        site ->
            List.of(
                new MetricFamily(site + "_alerts", MetricType.GAUGE, "Alerts.", List.of(sample))));
  }

  @Override
  protected AlertmanagerExporterFactory.Config config() {
    return new AlertmanagerExporterFactory.Config();
  }
}
