package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import java.util.Arrays;

/** Brings a batch into the order of time. */
public final class TimeOrder {
  private TimeOrder() {}

  /** Sorts; of several samples of one time the first that was added stays. */
  public static void sort(SampleBatch batch) {
    int size = batch.size();
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    long[] times = Arrays.copyOf(batch.timestamps(), size);
    double[] values = Arrays.copyOf(batch.values(), size);
    Histogram[] column = batch.histograms();
    Histogram[] histograms = column == null ? new Histogram[size] : Arrays.copyOf(column, size);
    Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
    batch.clear();
    for (Integer at : order) {
      if (batch.size() > 0 && batch.timestamps()[batch.size() - 1] == times[at]) {
        continue;
      }
      Histogram histogram = histograms[at];
      if (histogram == null) {
        batch.add(times[at], values[at]);
      } else {
        batch.add(times[at], histogram);
      }
    }
  }
}
