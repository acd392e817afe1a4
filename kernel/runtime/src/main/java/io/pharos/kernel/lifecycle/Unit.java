package io.pharos.kernel.lifecycle;

import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.Kind;
import io.pharos.kernel.thread.ThreadScheduler;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loaded version of a plugin. Immutable.
 *
 * @param storeId its name in the store, different for each version that is loaded
 */
record Unit(
    Descriptor descriptor,
    Path path,
    String storeId,
    ClassLoader loader,
    Guard guard,
    ThreadScheduler scheduler,
    Registry.View metrics,
    List<Offer> offers) {
  Unit {
    offers = List.copyOf(offers);
  }

  String id() {
    return descriptor.id();
  }

  PluginHealth health() {
    return guard.health();
  }

  @Nullable Offer offer(Kind kind, String type) {
    for (Offer offer : offers) {
      if (offer.kind() == kind && offer.type().equals(type)) {
        return offer;
      }
    }
    return null;
  }

  InstanceContext context(KernelServices kernel) {
    return new InstanceContext(kernel, id(), scheduler, metrics);
  }
}
