package com.example.lights;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Scheduler;
import java.time.Duration;
import java.util.List;

/** Walks down the street again and again. */
final class LightsDiscoverer implements Discoverer {
  private static final String COLOUR = "red";

  private final LightsConfig config;
  private final Context context;
  private volatile Scheduler.Task walk;

  LightsDiscoverer(LightsConfig config, Context context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start(Sink sink) {
    walk =
        context
            .scheduler()
            .every("walk", Duration.ZERO, config.refreshInterval(), () -> sink.publish(look()));
  }

  private List<TargetGroup> look() {
    List<Labels> lights =
        config.addresses().stream().map(address -> Labels.of("__address__", address)).toList();
    Labels common = Labels.of("street", config.street(), "colour", COLOUR);
    return List.of(new TargetGroup("street/" + config.street(), lights, common));
  }

  @Override
  public void close() {
    if (walk != null) {
      walk.close();
    }
  }
}
