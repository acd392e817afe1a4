package io.pharos.exporter.jvm;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.MetricSink;
import java.util.List;

/** Shows what the Java machine tells of itself. Thread-safe. */
final class JvmExporter implements Exporter {
  private final AllocationCounter allocations = new AllocationCounter();
  private final NativeMemory nativeMemory = new NativeMemory();

  @Override
  public void start() {
    allocations.start();
  }

  @Override
  public void collect(Query query, MetricSink sink) {
    Families out =
        new Families(sink, List.copyOf(query.parameters().getOrDefault("name[]", List.of())));
    MemoryFamilies.write(out);
    allocations.write(out);
    nativeMemory.write(out);
    RuntimeFamilies.write(out);
    ThreadFamilies.write(out);
  }

  @Override
  public void close() {
    allocations.close();
  }
}
