package io.pharos.storage.tsdb;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Statistics;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.compact.BlockStore;
import io.pharos.storage.tsdb.compact.CompactCounters;
import io.pharos.storage.tsdb.exemplar.ExemplarRing;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadCounters;
import java.util.function.DoubleSupplier;

/** The metrics {@code prometheus_tsdb_*}: most read what is counted elsewhere. Thread-safe. */
final class TsdbMetrics implements Head.ReplayProgress {
  private static final double[] QUANTILES = {0.5, 0.9, 0.99};
  private static final double[] COMPACTION_SECONDS = {
    1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192
  };
  private static final double[] CLEANUP_SECONDS = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };
  private static final String[] TYPE = {"type"};

  private final MetricRegistry registry;
  private final HeadCounters head;
  private final CompactCounters compact;
  private final MetricRegistry.Counter corruptLogs;
  private final MetricRegistry.Counter corruptChunks;
  private final MetricRegistry.Observer syncSeconds;
  private final MetricRegistry.Gauge cleanStart;
  private final MetricRegistry.Gauge replaySeconds;
  private volatile Statistics.Replay replay = new Statistics.Replay(0, 0, 0);

  TsdbMetrics(MetricRegistry registry, HeadCounters head, CompactCounters compact) {
    this.registry = registry;
    this.head = head;
    this.compact = compact;
    corruptLogs =
        registry
            .counter("prometheus_tsdb_wal_corruptions_total", "Total number of WAL corruptions.")
            .with();
    corruptChunks =
        registry
            .counter(
                "prometheus_tsdb_mmap_chunk_corruptions_total",
                "Total number of memory-mapped chunk corruptions.")
            .with();
    syncSeconds =
        registry
            .summary(
                "prometheus_tsdb_wal_fsync_duration_seconds",
                "Duration of write log fsync.",
                QUANTILES)
            .with();
    cleanStart =
        registry
            .gauge(
                "prometheus_tsdb_clean_start",
                "-1: lockfile is disabled. 0: a lockfile from a previous execution was replaced."
                    + " 1: lockfile creation was clean")
            .with();
    replaySeconds =
        registry
            .gauge(
                "prometheus_tsdb_data_replay_duration_seconds",
                "Time taken to replay the data on disk.")
            .with();
  }

  void cleanStart(int value) {
    cleanStart.set(value);
  }

  void synced(double seconds) {
    syncSeconds.observe(seconds);
  }

  void replayed(double seconds) {
    replaySeconds.set(seconds);
  }

  Statistics.Replay replay() {
    return replay;
  }

  @Override
  public void segment(long first, long last, long current) {
    replay = new Statistics.Replay(first, last, current);
  }

  @Override
  public void damagedLog() {
    corruptLogs.inc();
  }

  @Override
  public void damagedChunk() {
    corruptChunks.inc();
  }

  /** Offers what is read when the metrics are. */
  void bind(Head of, BlockStore store, TsdbConfig config) {
    bindHead(of);
    bindExemplars(of.exemplars());
    bindOutcomes();
    bindBlocks(of, store, config);
    bindMaintenance();
  }

  private void bindHead(Head of) {
    gauge("head_series", "Total number of series in the head block.", of::series);
    gauge("head_chunks", "Total number of chunks in the head block.", of::openChunks);
    gauge(
        "head_active_appenders",
        "Number of currently active appender transactions",
        of::activeAppenders);
    gauge(
        "head_min_time",
        "Minimum time bound of the head block. The unit is decided by the library consumer.",
        of::minTime);
    gauge(
        "head_max_time",
        "Maximum timestamp of the head block. The unit is decided by the library consumer.",
        of::maxTime);
    gauge(
        "head_min_time_seconds", "Minimum time bound of the head block.", () -> of.minTime() / 1e3);
    gauge(
        "head_max_time_seconds", "Maximum timestamp of the head block.", () -> of.maxTime() / 1e3);
    gauge(
        "wal_segment_current",
        "Write log segment index that TSDB is currently writing to.",
        of::logSegment);
    gauge("wal_storage_size_bytes", "Size of the write log directory.", of::logBytes);
    counter(
        "head_series_created_total",
        "Total number of series created in the head",
        head::createdCount);
    counter(
        "head_series_removed_total",
        "Total number of series removed in the head",
        head::removedCount);
    counter(
        "head_series_not_found_total",
        "Total number of requests for series that were not found.",
        head::notFoundCount);
    counter(
        "head_chunks_created_total",
        "Total number of chunks created in the head",
        of::chunksCreated);
    registry
        .counter(
            "pharos_tsdb_series_refused_total", "New series that were refused for want of memory.")
        .read(head::refusedCount);
    registry
        .gauge("pharos_tsdb_head_bytes", "Memory of the head outside the Java heap.")
        .read(of::bytes);
  }

  private void bindExemplars(ExemplarRing exemplars) {
    gauge(
        "exemplar_exemplars_in_storage",
        "Number of exemplars currently in circular storage.",
        exemplars::size);
    gauge(
        "exemplar_series_with_exemplars_in_storage",
        "Number of series with exemplars currently in circular storage.",
        exemplars::series);
    gauge(
        "exemplar_last_exemplars_timestamp_seconds",
        "The timestamp of the oldest exemplar stored in circular storage. Useful to check for what"
            + " time range the current exemplar buffer limit allows. This usually means the last"
            + " timestamp for all exemplars for a typical setup. This is not true though if one of"
            + " the series timestamp is in future compared to rest series.",
        () -> exemplars.oldestTimestamp() / 1e3);
    gauge(
        "exemplar_max_exemplars",
        "Total number of exemplars the exemplar storage can store, resizeable.",
        exemplars::capacity);
    counter(
        "exemplar_exemplars_appended_total",
        "Total number of appended exemplars.",
        exemplars::addedCount);
    counter(
        "exemplar_out_of_order_exemplars_total",
        "Total number of out of order exemplar ingestion failed attempts.",
        exemplars::outOfOrderCount);
  }

  private void bindOutcomes() {
    MetricRegistry.Family<MetricRegistry.Counter> appended =
        registry.counter(
            "prometheus_tsdb_head_samples_appended_total",
            "Total number of appended samples.",
            TYPE);
    MetricRegistry.Family<MetricRegistry.Counter> late =
        registry.counter(
            "prometheus_tsdb_head_out_of_order_samples_appended_total",
            "Total number of appended out of order samples.",
            TYPE);
    for (String type : new String[] {"float", "histogram"}) {
      boolean isHistogram = type.equals("histogram");
      appended.read(() -> head.appended(isHistogram), type);
      late.read(() -> head.late(isHistogram), type);
    }
    outcome(
        "out_of_order_samples_total",
        "Total number of out of order samples ingestion failed attempts due to out of order being"
            + " disabled.",
        AppendOutcome.OUT_OF_ORDER);
    outcome(
        "out_of_bound_samples_total",
        "Total number of out of bound samples ingestion failed attempts with out of order support"
            + " disabled.",
        AppendOutcome.OUT_OF_BOUNDS);
    outcome(
        "too_old_samples_total",
        "Total number of out of order samples ingestion failed attempts with out of support"
            + " enabled, but sample outside of time window.",
        AppendOutcome.TOO_OLD);
  }

  private void outcome(String name, String help, byte outcome) {
    MetricRegistry.Family<MetricRegistry.Counter> family =
        registry.counter("prometheus_tsdb_" + name, help, TYPE);
    family.read(() -> head.outcomes(outcome, false), "float");
    family.read(() -> head.outcomes(outcome, true), "histogram");
  }

  private void bindBlocks(Head of, BlockStore store, TsdbConfig config) {
    gauge("blocks_loaded", "Number of currently loaded data blocks", () -> store.blocks().size());
    gauge(
        "storage_blocks_bytes",
        "The number of bytes that are currently used for local storage by all blocks.",
        store::bytes);
    gauge(
        "symbol_table_size_bytes",
        "Size of symbol table in memory for loaded blocks",
        () -> store.blocks().stream().mapToLong(Block::symbolBytes).sum());
    gauge(
        "lowest_timestamp_seconds",
        "Lowest timestamp value stored in the database.",
        () -> (store.blocks().isEmpty() ? of.minTime() : store.blocks().getFirst().mint()) / 1e3);
    counter(
        "compactions_triggered_total",
        "Total number of triggered compactions for the partition.",
        compact::triggeredCount);
    counter(
        "compactions_total",
        "Total number of compactions that were executed for the partition.",
        compact::doneCount);
    counter(
        "compactions_failed_total",
        "Total number of compactions that failed for the partition.",
        compact::failedCount);
    counter(
        "time_retentions_total",
        "The number of times that blocks were deleted because the maximum time limit was exceeded.",
        compact::timeRetentionCount);
    counter(
        "size_retentions_total",
        "The number of times that blocks were deleted because the maximum number of bytes was"
            + " exceeded.",
        compact::sizeRetentionCount);
    gauge(
        "retention_limit_bytes",
        "Max number of bytes to be retained in the tsdb blocks, configured 0 means disabled",
        () -> config.retentionInForce().size().bytes());
    gauge(
        "retention_limit_seconds",
        "How long to retain samples in storage.",
        () -> config.retentionInForce().time().toMillis() / 1e3);
    gauge(
        "retention_limit_percentage",
        "Max percentage of total storage space to be retained in the tsdb blocks, configured 0"
            + " means disabled",
        () -> config.retentionInForce().percentage());
  }

  private void bindMaintenance() {
    MetricRegistry.Observer compaction =
        registry
            .histogram(
                "prometheus_tsdb_compaction_duration_seconds",
                "Duration of compaction runs",
                COMPACTION_SECONDS)
            .with();
    MetricRegistry.Observer cleanup =
        registry
            .histogram(
                "prometheus_tsdb_tombstone_cleanup_seconds",
                "The time taken to recompact blocks to remove tombstones.",
                CLEANUP_SECONDS)
            .with();
    MetricRegistry.Observer collection =
        registry
            .summary(
                "prometheus_tsdb_head_gc_duration_seconds",
                "Runtime of garbage collection in the head block.",
                QUANTILES)
            .with();
    MetricRegistry.Observer checkpoint =
        registry
            .summary(
                "prometheus_tsdb_wal_truncate_duration_seconds",
                "Duration of WAL truncation.",
                QUANTILES)
            .with();
    compact.times(
        (kind, seconds) -> {
          switch (kind) {
            case COMPACTION -> compaction.observe(seconds);
            case CLEANUP -> cleanup.observe(seconds);
            case COLLECTION -> collection.observe(seconds);
            case CHECKPOINT -> checkpoint.observe(seconds);
          }
        });
    counter(
        "reloads_total",
        "Number of times the database reloaded block data from disk.",
        compact::reloadCount);
    counter(
        "reloads_failures_total",
        "Number of times the database failed to reloadBlocks block data from disk.",
        compact::failedReloadCount);
    counter(
        "head_truncations_failed_total",
        "Total number of head truncations that failed.",
        compact::failedTruncationCount);
    counter(
        "checkpoint_creations_failed_total",
        "Total number of checkpoint creations that failed.",
        compact::failedCheckpointCount);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    registry.gauge("prometheus_tsdb_" + name, help).read(value);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    registry.counter("prometheus_tsdb_" + name, help).read(value);
  }
}
