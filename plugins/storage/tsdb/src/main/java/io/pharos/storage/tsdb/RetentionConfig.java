package io.pharos.storage.tsdb;

import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.Default;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.unit.ByteSizes;
import io.pharos.toolkit.unit.Durations;
import io.pharos.toolkit.unit.GoFloats;
import java.time.Duration;

/**
 * Section {@code storage.tsdb.retention}: how long samples are kept. Immutable.
 *
 * @param time 0 for no limit
 * @param size 0 for no limit
 * @param percentage of the file system, from 0 for no limit to 100; counts instead of the size
 */
public record RetentionConfig(
    @Default("0s") Duration time, @Default("0") ByteSize size, @Default("0") double percentage) {
  public RetentionConfig {
    if (time.isNegative()) {
      throw new ConfigException("time: must not be negative, was " + time);
    }
    if (!(percentage >= 0 && percentage <= 100)) {
      throw new ConfigException("percentage: must be between 0 and 100, was " + percentage);
    }
  }

  /** In words: {@code 15d or 100GiB}. */
  String text() {
    String text = time.isZero() ? "" : Durations.print(time);
    String other = size.bytes() == 0 ? "" : ByteSizes.print(size.bytes());
    if (percentage > 0) {
      other = GoFloats.format(percentage, 'g', -1) + "%";
    }
    return text + (text.isEmpty() || other.isEmpty() ? "" : " or ") + other;
  }
}
