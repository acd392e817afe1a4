package io.pharos.ingest.push.text;

/** A body that cannot be read; its message is the answer. */
public final class BodyException extends Exception {
  private static final long serialVersionUID = 1L;

  public BodyException(String message) {
    super(message);
  }
}
