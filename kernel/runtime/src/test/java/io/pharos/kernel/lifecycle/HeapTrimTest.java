package io.pharos.kernel.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private static final long MIB = 1 << 20;

  private final PlayedHeap heap = new PlayedHeap();
  private final HeapTrim trim = new HeapTrim(heap);

  @Test
  void collectsWhenTheOldPartHoldsTwiceWhatLives() {
    heap.live = 50 * MIB;
    heap.used = 132 * MIB;
    trim.run();
    assertThat(heap.collections).isZero();
    heap.used++;
    trim.run();
    assertThat(heap.collections).isEqualTo(1);
  }

  @Test
  void leavesLittleGarbageAlone() {
    heap.used = 32 * MIB;
    trim.run();
    assertThat(heap.collections).isZero();
  }

  @Test
  void leavesCollectorsAloneThatLookAfterThemselves() {
    heap.lazy = false;
    heap.used = 1000 * MIB;
    trim.run();
    assertThat(heap.collections).isZero();
  }

  @Test
  void readsTheHeapOfThisProcess() {
    Heap process = Heap.ofProcess();
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      kept.add(new byte[(int) MIB]);
    }
    process.collect();
    assertThat(process.live()).isGreaterThanOrEqualTo(kept.size() * MIB);
    assertThat(process.used()).isGreaterThanOrEqualTo(kept.size() * MIB);
  }
}
