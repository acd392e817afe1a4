package com.example.trouble;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.runtime.Context;
import java.util.List;
import org.pf4j.Extension;

/** Makes discoverers that find nothing, or no end of it. */
@Extension
public final class TroubleDiscovery implements DiscoveryFactory<TroubleConfig> {
  @Override
  public String type() {
    return "trouble";
  }

  @Override
  public Class<TroubleConfig> configType() {
    return TroubleConfig.class;
  }

  @Override
  public Discoverer create(TroubleConfig config, Context context) {
    config.at("create");
    return new Discoverer() {
      @Override
      public void start(Sink sink) {
        config.at("start");
        context.scheduler().start("look", () -> look(config, sink));
      }

      @Override
      public void close() {
        config.at("close");
      }
    };
  }

  private static void look(TroubleConfig config, Discoverer.Sink sink) throws InterruptedException {
    config.at("look");
    boolean floods = config.at().equals("look") && config.how().equals("flood");
    for (long i = 0; floods; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Labels target = Labels.of("__address__", "light-" + i + ":80");
      sink.publish(List.of(new TargetGroup("group/" + i, List.of(target), Labels.empty())));
    }
  }
}
