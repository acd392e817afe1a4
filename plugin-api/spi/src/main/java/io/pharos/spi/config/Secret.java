package io.pharos.spi.config;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A text that is never printed, logged or served. Immutable. */
@Experimental(since = "0.1")
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = requireNonNull(text, "text");
  }

  /** The text itself, for the one place that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
