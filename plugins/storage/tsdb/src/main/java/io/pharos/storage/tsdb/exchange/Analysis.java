package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.toolkit.match.LabelFilter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints churn and cardinality of a block as {@code promtool tsdb analyze} does. */
public final class Analysis {
  /** Most samples in a chunk of a block. */
  private static final int FULL_CHUNK = 1024;

  private static final int STEPS = 10;
  private static final int BAR = 100;

  private final Block block;
  private final int limit;
  private final PrintStream out;
  private final Map<String, Count> pairs = new HashMap<>();
  private final Map<String, Count> names = new HashMap<>();
  private final Map<String, Count> metrics = new HashMap<>();
  private final long[] fullness = new long[STEPS + 1];
  private long entries;
  private long chunks;

  /** What is known of a label, or of its name. */
  private static final class Count {
    long series;
    long uncovered;
    long values;
    long valueBytes;
  }

  public Analysis(Block block, int limit, PrintStream out) {
    this.block = block;
    this.limit = limit;
    this.out = out;
  }

  /** Reads the block's series and prints the lists. */
  public void run(List<LabelMatcher> matchers, boolean isExtended) {
    long length = block.end() - block.mint();
    List<LabelFilter> filters = LabelFilter.of(matchers);
    for (int series = 0; series < block.seriesCount(); series++) {
      Labels labels = block.labels(series);
      if (LabelFilter.matchesAll(filters, labels)) {
        long[] covered = {Long.MAX_VALUE, Long.MIN_VALUE};
        block.chunks(
            series,
            (mint, maxt, samples) -> {
              covered[0] = Math.min(covered[0], mint);
              covered[1] = Math.max(covered[1], maxt);
              fullness[Math.min(STEPS, (samples * STEPS + FULL_CHUNK - 1) / FULL_CHUNK)]++;
              chunks++;
            });
        add(labels, length - Math.max(0, covered[1] - covered[0]));
      }
    }
    print(length, matchers);
    if (isExtended) {
      extended();
    }
  }

  private void add(Labels labels, long uncovered) {
    for (Label label : labels) {
      entries++;
      Count name = names.computeIfAbsent(label.name(), n -> new Count());
      Count pair = pairs.get(label.name() + "=" + label.value());
      if (pair == null) {
        pair = new Count();
        pairs.put(label.name() + "=" + label.value(), pair);
        name.values++;
        name.valueBytes += label.value().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      }
      name.uncovered += uncovered;
      pair.uncovered += uncovered;
      pair.series++;
    }
    metrics.computeIfAbsent(labels.metricName(), n -> new Count()).series++;
  }

  private void print(long length, List<LabelMatcher> matchers) {
    line("Block ID: " + block.meta().ulid());
    line("Duration: " + BlockTable.duration(length));
    line("Total Series: " + block.meta().series());
    if (!matchers.isEmpty()) {
      line("Matcher: " + matchers);
    }
    line("Label names: " + names.size());
    line("Postings (unique label pairs): " + pairs.size());
    line("Postings entries (total label pairs): " + entries);
    list("Label pairs most involved in churning", pairs, count -> count.uncovered / length);
    list("Label names most involved in churning", names, count -> count.uncovered / length);
    list("Most common label pairs", pairs, count -> count.series);
    list("Label names with highest cumulative label value length", names, c -> c.valueBytes);
    list("Highest cardinality labels", names, count -> count.values);
    list("Highest cardinality metric names", metrics, count -> count.series);
  }

  /** What a list is about. */
  private interface Cost {
    long of(Count count);
  }

  private void list(String title, Map<String, Count> all, Cost cost) {
    line("");
    line(title + ":");
    List<Map.Entry<String, Count>> sorted = new ArrayList<>(all.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Count> entry) -> -cost.of(entry.getValue()))
            .thenComparing(Map.Entry::getKey));
    for (Map.Entry<String, Count> entry : sorted.subList(0, Math.min(limit, sorted.size()))) {
      line(cost.of(entry.getValue()) + " " + entry.getKey());
    }
  }

  private void extended() {
    line("");
    line("Compaction analysis:");
    line("Fullness: Amount of samples in chunks (100% is " + FULL_CHUNK + " samples)");
    for (int step = 1; step <= STEPS; step++) {
      long share = chunks == 0 ? 0 : fullness[step] * BAR / chunks;
      line(String.format(Locale.ROOT, "%7d%%: ", step * STEPS) + "#".repeat((int) share));
    }
  }

  private void line(String text) {
    out.print(text + "\n");
  }
}
