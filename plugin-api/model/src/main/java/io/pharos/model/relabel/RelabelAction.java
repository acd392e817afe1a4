package io.pharos.model.relabel;

/** What a relabelling rule does. */
public enum RelabelAction {
  REPLACE,
  KEEP,
  DROP,
  KEEPEQUAL,
  DROPEQUAL,
  HASHMOD,
  LABELMAP,
  LABELDROP,
  LABELKEEP,
  LOWERCASE,
  UPPERCASE;

  /** The word in configuration. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
