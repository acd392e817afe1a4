package io.pharos.testkit.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.testkit.runtime.ContextContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every in-process exporter must do. An exporter's test extends this and says how one is made
 * that shows at least one sample.
 *
 * @param <C> the factory's record
 */
public abstract class ExporterContract<C extends Record> extends ContextContract<C> {
  private static final Exporter.Query ALL = new Exporter.Query("/metrics", Map.of());
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The factory under test. */
  protected abstract ExporterFactory<C> factory();

  @Override
  protected final Class<C> configType() {
    return factory().configType();
  }

  @Override
  protected final String word() {
    return factory().type();
  }

  /** A started exporter. */
  private Exporter started() throws Exception {
    Exporter exporter = factory().create(config(), context());
    exporter.start();
    return exporter;
  }

  private static CollectedMetrics collect(Exporter exporter) throws Exception {
    CollectedMetrics collected = new CollectedMetrics();
    exporter.collect(ALL, collected);
    return collected;
  }

  @Test
  void createStartsNothing() throws Exception {
    Exporter exporter = factory().create(config(), context());
    assertThat(context().time().running()).isZero();
    exporter.close();
  }

  @Test
  void showsSamplesOfLegalFamilies() throws Exception {
    try (Exporter exporter = started()) {
      assertThat(collect(exporter).samples()).isNotEmpty();
    }
  }

  @Test
  void showsTheSameFamiliesAgain() throws Exception {
    try (Exporter exporter = started()) {
      assertThat(collect(exporter).families()).isEqualTo(collect(exporter).families());
    }
  }

  @Test
  void isCollectedByManyAtOnce() throws Exception {
    try (Exporter exporter = started();
        var executor = Executors.newFixedThreadPool(4)) {
      List<Future<CollectedMetrics>> running = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        running.add(executor.submit(() -> collect(exporter)));
      }
      for (Future<CollectedMetrics> one : running) {
        assertThat(one.get().samples()).isNotEmpty();
      }
    }
  }

  @Test
  void theSinksLimitEndsACollection() throws Exception {
    try (Exporter exporter = started()) {
      assertThatThrownBy(() -> exporter.collect(ALL, new CollectedMetrics(0)))
          .isInstanceOf(CollectedMetrics.LimitReached.class);
      assertThat(collect(exporter).samples()).isNotEmpty();
    }
  }

  @Test
  void anInterruptEndsACollectionSoon() throws Exception {
    try (Exporter exporter = started()) {
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      collect(exporter);
                    } catch (Exception e) {
                      // a collection that was given up may say so
                    }
                  });
      assertThat(thread.join(PATIENCE)).as("collection ends").isTrue();
    }
  }

  @Test
  void closesTwiceAndWithoutStart() throws Exception {
    Exporter exporter = factory().create(config(), context());
    exporter.close();
    exporter.close();
  }

  @Test
  void nothingRunsAfterClose() throws Exception {
    Exporter exporter = started();
    collect(exporter);
    exporter.close();
    context().time().close();
    assertThat(context().time().running()).isZero();
  }
}
