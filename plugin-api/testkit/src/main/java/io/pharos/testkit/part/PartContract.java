package io.pharos.testkit.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.testkit.runtime.ContextContract;
import io.pharos.testkit.web.RouteRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every part must do. A part's test extends this and says how one is made.
 *
 * @param <C> the factory's record
 */
public abstract class PartContract<C extends Record> extends ContextContract<C> {
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  /** The factory under test. */
  protected abstract PartFactory<C> factory();

  @Override
  protected final Class<C> configType() {
    return factory().configType();
  }

  @Override
  protected final String word() {
    return factory().name();
  }

  @Test
  void createStartsNothing() throws Exception {
    Part part = factory().create(config(), context());
    assertThat(context().time().running()).isZero();
    part.close();
  }

  @Test
  void itsServicesAreWhatTheySay() throws Exception {
    try (Part part = factory().create(config(), context())) {
      part.services()
          .forEach(
              (type, service) -> {
                assertThat(type.isInterface()).as("%s is an interface", type).isTrue();
                assertThat(type.isInstance(service)).as("%s is offered", type).isTrue();
              });
    }
  }

  @Test
  void itsRoutesAreLegal() throws Exception {
    try (Part part = factory().create(config(), context())) {
      part.start();
      RouteRules.check(part.routes());
    }
  }

  @Test
  void takesTheSameConfigurationAgain() throws Exception {
    try (Part part = factory().create(config(), context())) {
      part.start();
      context().time().advance(A_WHILE);
      if (part instanceof Reconfigurable<?> changeable) {
        assertThat(apply(changeable, config())).isEqualTo(Reconfigurable.Applied.APPLIED);
        context().time().advance(A_WHILE);
      }
    }
  }

  @SuppressWarnings("unchecked") // factory and part are of one plugin, and so is the record
  private static <R extends Record> Reconfigurable.Applied apply(
      Reconfigurable<R> part, Record config) {
    return part.apply((R) config);
  }

  @Test
  void twoInstancesMayBeMadeBesideEachOther() throws Exception {
    try (Part running = factory().create(config(), context())) {
      running.start();
      Part successor = factory().create(config(), context());
      successor.close();
      Set<Class<?>> offered = new HashSet<>(running.services().keySet());
      assertThat(offered).isEqualTo(successor.services().keySet());
    }
  }

  @Test
  void nothingRunsAfterClose() throws Exception {
    Part part = factory().create(config(), context());
    part.start();
    context().time().advance(A_WHILE);
    part.close();
    context().time().close();
    assertThat(context().time().running()).isZero();
  }

  @Test
  void closesTwiceAndWithoutStart() throws Exception {
    Part part = factory().create(config(), context());
    part.close();
    part.close();
  }
}
