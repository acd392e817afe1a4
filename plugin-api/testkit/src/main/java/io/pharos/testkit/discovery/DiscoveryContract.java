package io.pharos.testkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.testkit.runtime.ContextContract;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every discovery mechanism must do. An implementation's test extends this and says how to
 * make a discoverer that finds at least one target within {@link #patience} of manual time.
 *
 * @param <C> the factory's record
 */
public abstract class DiscoveryContract<C extends Record> extends ContextContract<C> {
  /** The factory under test. */
  protected abstract DiscoveryFactory<C> factory();

  @Override
  protected final Class<C> configType() {
    return factory().configType();
  }

  @Override
  protected final String word() {
    return factory().type();
  }

  /** How long it may take, in manual time. */
  protected Duration patience() {
    return Duration.ofMinutes(1);
  }

  @Test
  void itsKeyIsLegal() {
    assertThat(factory().configKey()).matches("[a-z][a-z0-9_]*_configs");
  }

  @Test
  void createStartsNothing() throws Exception {
    CollectingSink sink = new CollectingSink();
    Discoverer discoverer = factory().create(config(), context());
    context().time().advance(patience());

    assertThat(sink.calls()).isZero();

    discoverer.close();
  }

  @Test
  void publishesTargetsWithAddressesAndSources() throws Exception {
    CollectingSink sink = new CollectingSink();
    try (Discoverer discoverer = factory().create(config(), context())) {
      discoverer.start(sink);
      context().time().advance(patience());

      assertThat(sink.targets()).isNotEmpty();
      assertThat(sink.targets()).allMatch(target -> target.has("__address__"));
      assertThat(sink.groups().stream().map(TargetGroup::source)).doesNotHaveDuplicates();
    }
  }

  @Test
  void findsTheSameTargetsAgain() throws Exception {
    assertThat(found()).isEqualTo(found());
  }

  @Test
  void publishesNothingAfterClose() throws Exception {
    CollectingSink sink = new CollectingSink();
    Discoverer discoverer = factory().create(config(), context());
    discoverer.start(sink);
    context().time().advance(patience());
    discoverer.close();
    int calls = sink.calls();

    context().time().advance(Duration.ofHours(1));

    assertThat(sink.calls()).isEqualTo(calls);
  }

  @Test
  void closesTwiceAndWithoutStart() throws Exception {
    Discoverer discoverer = factory().create(config(), context());
    discoverer.close();
    discoverer.close();
  }

  private Set<Labels> found() throws Exception {
    CollectingSink sink = new CollectingSink();
    try (Discoverer discoverer = factory().create(config(), context())) {
      discoverer.start(sink);
      context().time().advance(patience());
    }
    return sink.targets().stream().collect(Collectors.toSet());
  }
}
