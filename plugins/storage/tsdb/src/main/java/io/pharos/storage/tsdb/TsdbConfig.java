package io.pharos.storage.tsdb;

import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.ConfigException;
import io.pharos.storage.tsdb.wal.Durability;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code storage.tsdb} and flags of the storage. Immutable.
 *
 * @param retentionTime 0 if not stated
 * @param retentionSize 0 for no limit of size
 * @param maxBlockDuration 0 for a tenth of the retention, at most 31 days
 * @param outOfOrderTimeWindow how late a sample may come
 * @param exemplars of every storage alike
 * @param retention counts instead of both flags
 */
public record TsdbConfig(
    @Flag("storage.tsdb.path") @Default("data/") String path,
    @Flag("storage.tsdb.retention.time") @Default("0s") Duration retentionTime,
    @Flag("storage.tsdb.retention.size") @Default("0") ByteSize retentionSize,
    @Flag("storage.tsdb.no-lockfile") @Default("false") boolean noLockfile,
    @Flag("storage.tsdb.min-block-duration") @Default("2h") Duration minBlockDuration,
    @Flag("storage.tsdb.max-block-duration") @Default("0s") Duration maxBlockDuration,
    @Flag("storage.tsdb.wal-segment-size") @Default("128MB") ByteSize walSegmentSize,
    @Default("interval") String durability,
    @Default("0s") Duration outOfOrderTimeWindow,
    @Shared("storage.exemplars") ExemplarsConfig exemplars,
    @Nullable RetentionConfig retention) {
  private static final Duration MOST = Duration.ofDays(31);
  private static final Duration USUAL = Duration.ofDays(15);

  public TsdbConfig {
    if (minBlockDuration.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigException("min-block-duration: must be at least 1s, was " + minBlockDuration);
    }
    if (outOfOrderTimeWindow.isNegative()) {
      throw new ConfigException("out_of_order_time_window: must not be negative");
    }
    durabilityOf(durability);
  }

  /** The same with the usual number of exemplars. */
  public TsdbConfig(
      String path,
      Duration retentionTime,
      ByteSize retentionSize,
      boolean noLockfile,
      Duration minBlockDuration,
      Duration maxBlockDuration,
      ByteSize walSegmentSize,
      String durability,
      Duration outOfOrderTimeWindow) {
    this(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        minBlockDuration,
        maxBlockDuration,
        walSegmentSize,
        durability,
        outOfOrderTimeWindow,
        new ExemplarsConfig(100_000),
        null);
  }

  /** All defaults, in a folder. */
  public static TsdbConfig in(String path) {
    return new TsdbConfig(
        path,
        Duration.ofDays(15),
        new ByteSize(0),
        false,
        Duration.ofHours(2),
        Duration.ZERO,
        new ByteSize(128L << 20),
        "interval",
        Duration.ZERO,
        new ExemplarsConfig(100_000),
        null);
  }

  /** These settings with blocks of another length. */
  public TsdbConfig withBlockDuration(Duration duration) {
    return new TsdbConfig(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        duration,
        maxBlockDuration,
        walSegmentSize,
        durability,
        outOfOrderTimeWindow,
        exemplars,
        retention);
  }

  /** These settings with another window for late samples. */
  public TsdbConfig withWindow(Duration window) {
    return new TsdbConfig(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        minBlockDuration,
        maxBlockDuration,
        walSegmentSize,
        durability,
        window,
        exemplars,
        retention);
  }

  /** These settings with another retention. */
  public TsdbConfig withRetention(Duration time, long bytes) {
    return new TsdbConfig(
        path,
        time,
        new ByteSize(bytes),
        noLockfile,
        minBlockDuration,
        maxBlockDuration,
        walSegmentSize,
        durability,
        outOfOrderTimeWindow,
        exemplars,
        retention);
  }

  /** These settings with blocks that are not joined to larger ones. */
  TsdbConfig unjoined() {
    return new TsdbConfig(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        minBlockDuration,
        minBlockDuration,
        walSegmentSize,
        durability,
        outOfOrderTimeWindow,
        exemplars,
        retention);
  }

  /** These settings with a section of retention. */
  TsdbConfig withRetention(RetentionConfig section) {
    return new TsdbConfig(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        minBlockDuration,
        maxBlockDuration,
        walSegmentSize,
        durability,
        outOfOrderTimeWindow,
        exemplars,
        section);
  }

  /** These settings with another durability. */
  public TsdbConfig withDurability(String word) {
    return new TsdbConfig(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        minBlockDuration,
        maxBlockDuration,
        walSegmentSize,
        word,
        outOfOrderTimeWindow,
        exemplars,
        retention);
  }

  /** These settings with room for so many exemplars. */
  public TsdbConfig withExemplars(int most) {
    return new TsdbConfig(
        path,
        retentionTime,
        retentionSize,
        noLockfile,
        minBlockDuration,
        maxBlockDuration,
        walSegmentSize,
        durability,
        outOfOrderTimeWindow,
        new ExemplarsConfig(most),
        retention);
  }

  Durability durabilityInForce() {
    return durabilityOf(durability);
  }

  /** The longest range of a compacted block. */
  Duration maxBlockDurationInForce() {
    if (maxBlockDuration.isPositive()) {
      return maxBlockDuration;
    }
    Duration time = retentionInForce().time();
    Duration tenth = time.dividedBy(10);
    Duration most = time.isZero() || tenth.compareTo(MOST) > 0 ? MOST : tenth;
    return most.compareTo(minBlockDuration) < 0 ? minBlockDuration : most;
  }

  /** The section, else the flags; where nothing is limited, time is. */
  RetentionConfig retentionInForce() {
    RetentionConfig stated =
        retention == null ? new RetentionConfig(retentionTime, retentionSize, 0) : retention;
    boolean isLimited =
        stated.time().isPositive() || stated.size().bytes() > 0 || stated.percentage() > 0;
    return isLimited ? stated : new RetentionConfig(USUAL, stated.size(), 0);
  }

  private static Durability durabilityOf(String word) {
    for (Durability durability : Durability.values()) {
      if (durability.name().toLowerCase(Locale.ROOT).equals(word)) {
        return durability;
      }
    }
    throw new ConfigException("durability: must be sync, interval or os, was '" + word + "'");
  }
}
