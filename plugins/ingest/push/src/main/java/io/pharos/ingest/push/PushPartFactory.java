package io.pharos.ingest.push;

import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricFamilies;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the part {@code push}. Without state. */
@Extension
public final class PushPartFactory implements PartFactory<PushConfig> {
  private final MetricFamilies families;

  @Inject
  public PushPartFactory(MetricFamilies families) {
    this.families = families;
  }

  @Override
  public String name() {
    return "push";
  }

  @Override
  public Class<PushConfig> configType() {
    return PushConfig.class;
  }

  @Override
  public Part create(PushConfig config, Context context) {
    return new PushPart(config, context, families);
  }
}
