package io.pharos.benchmarks.load;

import io.pharos.benchmarks.micro.Engines;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Flush;
import io.pharos.spi.storage.Storage;
import io.pharos.storage.tsdb.TsdbConfig;
import io.pharos.storage.tsdb.TsdbFactory;
import io.pharos.testkit.runtime.FakeContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Asks the engine itself, in this process and without HTTP and JSON, the queries of a set, on a
 * storage that holds a fleet's history: for profiles. Confined to one thread.
 */
final class EngineRun implements AutoCloseable {
  private final FakeContext context;
  private final Storage storage;
  private final QueryEngine engine;
  private long end;

  EngineRun(Path folder) {
    context = new FakeContext(folder);
    storage = new TsdbFactory().create(TsdbConfig.in(folder.toString()), context);
    storage.start();
    engine = Engines.promql(context);
    engine.start();
  }

  /** Writes the history of a fleet, each series at once, and makes blocks of it. */
  long fill(Fleet fleet, long start, long last, long step) {
    int samples = (int) ((last - start) / step + 1);
    long[] times = new long[samples];
    for (int i = 0; i < samples; i++) {
      times[i] = start + i * step;
    }
    double[] values = new double[samples];
    byte[] outcomes = new byte[samples];
    long written = 0;
    for (Target target : fleet.targets()) {
      try (Appender appender = storage.appender()) {
        for (int series = 0; series < target.seriesCount(); series++) {
          for (int i = 0; i < samples; i++) {
            values[i] = target.value(series, times[i]);
          }
          long ref = appender.ref(labels(target, series, start));
          appender.appendSeries(ref, times, values, samples, outcomes);
          written += samples;
        }
        appender.commit();
      }
    }
    storage.ability(Flush.class).ifPresent(Flush::flush);
    end = last;
    return written;
  }

  private static Labels labels(Target target, int series, long time) {
    LabelsBuilder labels = new LabelsBuilder();
    List<String> own = target.labels(series, time);
    for (int i = 0; i < own.size(); i += 2) {
      labels.set(own.get(i), own.get(i + 1));
    }
    return labels
        .set("__name__", target.name(series))
        .set("instance", target.instance())
        .set("job", "fleet")
        .build();
  }

  /** Asks each query so many times, the first ones uncounted. */
  void measure(QuerySet set, int warmup, int times, Report report) {
    report.columns("min_ms", "median_ms", "cpu_ms", "series");
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (QuerySet.Query query : set.queries()) {
      for (int i = 0; i < warmup; i++) {
        ask(query, i);
      }
      double[] millis = new double[times];
      int series = 0;
      long cpu = process.getProcessCpuTime();
      for (int i = 0; i < times; i++) {
        long begin = System.nanoTime();
        series = ask(query, i).series().size();
        millis[i] = (System.nanoTime() - begin) / 1e6;
      }
      double cpuEach = (process.getProcessCpuTime() - cpu) / 1e6 / times;
      Arrays.sort(millis);
      report.row(query.name(), millis[0], millis[times / 2], cpuEach, series);
    }
  }

  private QueryResult ask(QuerySet.Query query, int shift) {
    long last = end - 1000L * shift;
    QueryRequest request =
        query.rangeSeconds() == 0
            ? QueryRequest.instant(query.expression(), last)
            : QueryRequest.range(
                query.expression(),
                last - 1000 * query.rangeSeconds(),
                last,
                1000 * query.stepSeconds());
    return engine.query(request, storage);
  }

  @Override
  public void close() {
    engine.close();
    storage.close();
    context.close();
  }
}
