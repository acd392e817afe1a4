package io.pharos.storage.tsdb.wal;

/** What a commit survives. The end of the process alone loses nothing in any of them. */
public enum Durability {
  /** A power cut: the commit returns when the disk has it. */
  SYNC,
  /** A power cut, but for the last second. */
  INTERVAL,
  /** A power cut as far as the operating system has written by itself. */
  OS
}
