package io.pharos.spi.error;

import io.pharos.spi.Experimental;

/**
 * An error with a code. Messages say what failed, {@code [key=value]}, what was expected against
 * what was found, and what to do; one line, lower-case start, no full stop, no secret.
 */
@Experimental(since = "0.1")
public abstract sealed class PharosException extends RuntimeException
    permits BugException, ConfigException, QueryException, RemoteException, StorageException {
  private static final long serialVersionUID = 1L;

  PharosException(String message) {
    super(message);
  }

  PharosException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The code by which the error is counted. */
  public abstract Enum<?> code();

  /** The message; never null here. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
