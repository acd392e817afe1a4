package com.example.trouble;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes exporters that show one sample, or no end of them. */
@Extension
public final class TroubleExporter implements ExporterFactory<TroubleConfig> {
  @Override
  public String type() {
    return "trouble";
  }

  @Override
  public Class<TroubleConfig> configType() {
    return TroubleConfig.class;
  }

  @Override
  public Exporter create(TroubleConfig config, Context context) {
    config.at("create");
    return new Exporter() {
      @Override
      public void start() {
        config.at("start");
      }

      @Override
      public void collect(Query query, MetricSink sink) {
        sink.family("trouble", MetricType.GAUGE, "How much trouble there is.", "");
        sink.sample("", 1);
        config.at("collect");
        boolean floods = config.at().equals("collect") && config.how().equals("flood");
        for (long i = 0; floods; i++) {
          sink.sample("", i, "number", Long.toString(i));
        }
      }

      @Override
      public void close() {
        config.at("close");
      }
    };
  }
}
