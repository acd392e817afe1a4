package io.pharos.exporter.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.exporter.Exporter;
import io.pharos.toolkit.exposition.write.TextWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmExporterTest {
  @Test
  void showsTheFamiliesOfTheClientLibrary() throws Exception {
    List<String> families =
        collect(new JvmExporter(), Map.of())
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.substring("# TYPE ".length()))
            .toList();
    assertThat(families)
        .doesNotHaveDuplicates()
        .contains(
            "jvm_buffer_pool_capacity_bytes gauge",
            "jvm_buffer_pool_used_buffers gauge",
            "jvm_buffer_pool_used_bytes gauge",
            "jvm_classes_currently_loaded gauge",
            "jvm_classes_loaded_total counter",
            "jvm_classes_unloaded_total counter",
            "jvm_compilation_time_seconds_total counter",
            "jvm_gc_collection_seconds summary",
            "jvm_memory_committed_bytes gauge",
            "jvm_memory_init_bytes gauge",
            "jvm_memory_max_bytes gauge",
            "jvm_memory_used_bytes gauge",
            "jvm_memory_objects_pending_finalization gauge",
            "jvm_memory_pool_used_bytes gauge",
            "jvm_memory_pool_collection_used_bytes gauge",
            "jvm_memory_pool_allocated_bytes_total counter",
            "jvm_runtime_info gauge",
            "jvm_threads_current gauge",
            "jvm_threads_daemon gauge",
            "jvm_threads_deadlocked gauge",
            "jvm_threads_deadlocked_monitor gauge",
            "jvm_threads_peak gauge",
            "jvm_threads_started_total counter",
            "jvm_threads_state gauge");
  }

  @Test
  void showsValuesOfThisMachine() throws Exception {
    String text = collect(new JvmExporter(), Map.of());
    assertThat(text)
        .containsPattern("jvm_memory_used_bytes\\{area=\"heap\"} [1-9]")
        .contains(",version=\"" + System.getProperty("java.runtime.version") + "\"} 1\n")
        .contains("jvm_threads_deadlocked 0\n")
        .contains("jvm_threads_state{state=\"UNKNOWN\"} ");
    String collector = ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName();
    assertThat(text).contains("jvm_gc_collection_seconds_count{gc=\"" + collector + "\"} ");
  }

  @Test
  void showsOnlyFamiliesThatAreAskedFor() throws Exception {
    assertThat(collect(new JvmExporter(), Map.of("name[]", List.of("jvm_threads_peak"))))
        .startsWith("# HELP jvm_threads_peak Peak thread count of a JVM\n")
        .hasLineCount(3);
  }

  @Test
  void addsUpWhatPoolsTookInBetweenCollections() throws Exception {
    AllocationCounter counter = new AllocationCounter();
    counter.collected("Eden Space", 1000, 0);
    counter.collected("Eden Space", 600, 0);
    counter.collected("Tenured Gen", 50, 250);
    counter.collected("Tenured Gen", 200, 100);
    StringBuilder out = new StringBuilder();
    counter.write(new Families(new TextWriter(out), List.of()));
    assertThat(out.toString())
        .contains("jvm_memory_pool_allocated_bytes_total{pool=\"Eden Space\"} 1600\n")
        .contains("jvm_memory_pool_allocated_bytes_total{pool=\"Tenured Gen\"} 250\n");
  }

  @Test
  void readsASummaryOfNativeMemory() {
    assertThat(
            NativeMemory.parse(
                """
                Native Memory Tracking:

                Total: reserved=6000, committed=4000
                       malloc: 900 #3, peak=1000 #4

                -                 Java Heap (reserved=4096, committed=2048)
                                            (mmap: reserved=4096, committed=2048, at peak)
                -                     Class (reserved=100, committed=50)
                """))
        .containsExactly(
            new NativeMemory.Pool("Total", 6000, 4000),
            new NativeMemory.Pool("Java Heap", 4096, 2048),
            new NativeMemory.Pool("Class", 100, 50));
    assertThat(NativeMemory.parse("Native memory tracking is not enabled\n")).isEmpty();
  }

  private static String collect(Exporter exporter, Map<String, List<String>> parameters)
      throws Exception {
    StringBuilder out = new StringBuilder();
    try (exporter) {
      exporter.start();
      exporter.collect(new Exporter.Query("/metrics", parameters), new TextWriter(out));
    }
    return out.toString();
  }
}
