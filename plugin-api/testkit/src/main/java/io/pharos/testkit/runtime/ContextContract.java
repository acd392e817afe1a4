package io.pharos.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.config.Secret;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every kind of extension: contracts of the kinds extend this.
 *
 * @param <C> the factory's record
 */
public abstract class ContextContract<C extends Record> {
  @TempDir protected Path folder;

  private @Nullable FakeContext context;

  /** Settings with which an instance works; equal each time. */
  protected abstract C config() throws Exception;

  /** The factory's class of settings. */
  protected abstract Class<C> configType();

  /** The word of the factory. */
  protected abstract String word();

  /** The context of the test; override to add outgoing HTTP. */
  protected FakeContext context() {
    FakeContext known = context;
    if (known == null) {
      known = new FakeContext(folder);
      context = known;
    }
    return known;
  }

  @BeforeEach
  final void startWithAFreshContext() {
    context = null;
  }

  @AfterEach
  final void endTheContext() {
    if (context != null) {
      context.close();
    }
  }

  @Test
  void itsWordIsLegal() {
    assertThat(word()).matches("[a-z][a-z0-9_]*").isEqualTo(word());
  }

  @Test
  void settingsAreValues() throws Exception {
    assertThat(configType().isRecord()).isTrue();
    assertThat(configType().isInstance(config())).isTrue();
    assertThat(config()).isEqualTo(config()).hasSameHashCodeAs(config());
  }

  @Test
  void settingsDoNotPrintSecrets() throws Exception {
    C config = config();
    for (RecordComponent component : configType().getRecordComponents()) {
      if (component.getType() == Secret.class) {
        component.getAccessor().setAccessible(true);
        if (component.getAccessor().invoke(config) instanceof Secret secret) {
          assertThat(config.toString()).doesNotContain(secret.reveal());
        }
      }
    }
  }
}
