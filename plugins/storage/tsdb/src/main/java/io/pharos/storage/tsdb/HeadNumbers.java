package io.pharos.storage.tsdb;

import io.pharos.model.label.Label;
import io.pharos.spi.storage.Statistics;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.index.HeadIndex;
import io.pharos.storage.tsdb.index.IndexBuilder;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The largest labels of the head, from one walk over the terms of its index. */
final class HeadNumbers {
  private HeadNumbers() {}

  static Statistics.HeadStatistics of(Head head, int limit) {
    head.index().refresh();
    Walk walk = new Walk(limit);
    try (HeadIndex.View view = head.index().view()) {
      view.index().pairs(walk::pair);
      walk.endName();
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
    return new Statistics.HeadStatistics(
        head.series(),
        walk.pairs,
        head.openChunks(),
        head.minTime(),
        head.maxTime(),
        walk.metrics.rows(),
        walk.values.rows(),
        walk.bytes.rows(),
        walk.labelPairs.rows());
  }

  /** Terms come sorted: all values of one name in a row. */
  private static final class Walk {
    final Top metrics;
    final Top values;
    final Top bytes;
    final Top labelPairs;
    long pairs;
    private String name = "";
    private long valuesOfName;
    private long bytesOfName;

    Walk(int limit) {
      metrics = new Top(limit);
      values = new Top(limit);
      bytes = new Top(limit);
      labelPairs = new Top(limit);
    }

    void pair(String labelName, String value, int valueBytes, int series) {
      if (!labelName.equals(name)) {
        endName();
        name = labelName;
      }
      pairs++;
      valuesOfName++;
      bytesOfName += (long) valueBytes * series;
      if (labelName.equals(Label.NAME)) {
        metrics.add(value, series);
      }
      if (labelPairs.isWanted(series)) {
        labelPairs.add(labelName + "=" + value, series);
      }
    }

    void endName() {
      if (valuesOfName > 0) {
        values.add(name, valuesOfName);
        bytes.add(name, bytesOfName);
      }
      valuesOfName = 0;
      bytesOfName = 0;
    }
  }

  /** The largest rows. */
  private static final class Top {
    private static final Comparator<Statistics.Row> SMALLEST_FIRST =
        Comparator.comparingLong(Statistics.Row::value)
            .thenComparing(Statistics.Row::name, Comparator.reverseOrder());

    private final int limit;
    private final PriorityQueue<Statistics.Row> rows = new PriorityQueue<>(SMALLEST_FIRST);

    Top(int limit) {
      this.limit = limit;
    }

    boolean isWanted(long value) {
      Statistics.Row least = rows.peek();
      return rows.size() < limit || (least != null && value >= least.value());
    }

    void add(String name, long value) {
      rows.add(new Statistics.Row(name, value));
      if (rows.size() > limit) {
        rows.poll();
      }
    }

    List<Statistics.Row> rows() {
      return rows.stream().sorted(SMALLEST_FIRST.reversed()).toList();
    }
  }
}
