package io.pharos.ingest.scrape;

import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.Appender;
import java.util.Arrays;

/** Says that series have ended. */
final class StaleMarkers {
  private StaleMarkers() {}

  /**
   * Appends a marker to each series; one that has left the storage, or has a newer sample, needs
   * none.
   */
  static void append(Appender appender, long timestamp, long[] refs, int count) {
    if (count == 0) {
      return;
    }
    double[] values = new double[count];
    Arrays.fill(values, StaleMarker.VALUE);
    appender.appendAt(timestamp, refs, values, count, new byte[count]);
  }
}
