package io.pharos.spi.storage;

import io.pharos.spi.Experimental;

/** A storage that can copy itself to its own disk while it runs. Thread-safe. */
@Experimental(since = "0.1")
public interface Snapshots {
  /** Makes a snapshot and answers its name below the folder of snapshots. */
  String snapshot(boolean skipHead);
}
