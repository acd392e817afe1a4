package io.pharos.toolkit.exposition;

/** An exposition that cannot be read, in the original's words. */
public final class ExpositionException extends Exception {
  private static final long serialVersionUID = 1L;

  public ExpositionException(String message) {
    super(message, null, false, false);
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
