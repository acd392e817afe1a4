package io.pharos.exporter.node;

import java.io.IOException;

/**
 * Reads one area of the machine. Its calls come from one thread at a time, {@link #start} first;
 * what it wrote before it failed is shown all the same.
 */
interface Collector {
  /** The word in the configuration and in the label {@code collector}. */
  String name();

  /** Reads what stays the same while the exporter runs. */
  default void start() throws IOException {}

  /** Writes the metrics of now. */
  void collect(Families out) throws IOException, InterruptedException;
}
