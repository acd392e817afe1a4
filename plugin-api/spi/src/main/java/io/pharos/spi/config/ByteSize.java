package io.pharos.spi.config;

import io.pharos.spi.Experimental;

/**
 * A number of bytes, in files {@code 512MB} with powers of 1024; 0 stands for no limit. Immutable.
 */
@Experimental(since = "0.1")
public record ByteSize(long bytes) {
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a negative size: " + bytes);
    }
  }
}
