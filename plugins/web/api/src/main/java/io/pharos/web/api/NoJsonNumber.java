package io.pharos.web.api;

import io.pharos.toolkit.exposition.write.FloatText;
import java.io.Serial;

/** A number that JSON cannot hold; the message is its text. */
final class NoJsonNumber extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  NoJsonNumber(double number) {
    super(FloatText.of(number));
  }
}
