package io.pharos.testkit.fake;

import io.pharos.spi.part.PartFactory;
import io.pharos.testkit.part.FakePart;
import io.pharos.testkit.part.PartContract;
import java.time.Duration;

class FakePartTest extends PartContract<FakePart.Config> {
  @Override
  protected PartFactory<FakePart.Config> factory() {
    return new FakePart();
  }

  @Override
  protected FakePart.Config config() {
    return new FakePart.Config(Duration.ofSeconds(10));
  }
}
