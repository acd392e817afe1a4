package io.pharos.ingest.scrape;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Storage;
import java.util.Arrays;

/** The series that each scrape writes about itself. Confined to one thread at a time. */
final class Report {
  private static final String[] NAMES = {
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
    "scrape_body_size_bytes"
  };

  private static final int PLAIN = 5;

  private final Labels target;
  private final int count;
  private final long[] refs;
  private final double[] values;
  private final byte[] outcomes;
  private long epoch = Long.MIN_VALUE;

  Report(Labels target, boolean extra) {
    this.target = target;
    count = extra ? NAMES.length : PLAIN;
    refs = new long[count];
    values = new double[count];
    outcomes = new byte[count];
  }

  /** Sets what every report has. */
  void values(boolean up, double seconds, long scraped, long kept, long added) {
    values[0] = up ? 1 : 0;
    values[1] = seconds;
    values[2] = scraped;
    values[3] = kept;
    values[4] = added;
  }

  /** Sets what is reported where it is asked for. */
  void extraValues(double timeoutSeconds, long sampleLimit, long bodyBytes) {
    if (count > PLAIN) {
      values[PLAIN] = timeoutSeconds;
      values[PLAIN + 1] = sampleLimit;
      values[PLAIN + 2] = bodyBytes;
    }
  }

  /** Appends the values. */
  void append(Storage storage, Appender appender, long timestamp) {
    if (epoch != storage.epoch()) {
      resolve(storage, appender);
    }
    if (appender.appendAt(timestamp, refs, values, count, outcomes) > 0 && hasUnknown()) {
      resolve(storage, appender);
      // those that were taken before are exact repetitions now
      appender.appendAt(timestamp, refs, values, count, outcomes);
    }
  }

  /** Ends the series. */
  void end(Storage storage, Appender appender, long timestamp) {
    if (epoch == storage.epoch()) {
      StaleMarkers.append(appender, timestamp, refs, count);
    }
  }

  /** Whether the series are known to this storage. */
  boolean isKnown(Storage storage) {
    return epoch == storage.epoch();
  }

  private boolean hasUnknown() {
    for (byte outcome : outcomes) {
      if (outcome == AppendOutcome.UNKNOWN_REF) {
        return true;
      }
    }
    return false;
  }

  private void resolve(Storage storage, Appender appender) {
    Arrays.fill(refs, Appender.REFUSED);
    for (int i = 0; i < count; i++) {
      refs[i] = appender.ref(target.toBuilder().set(Label.NAME, NAMES[i]).build());
    }
    epoch = storage.epoch();
  }
}
