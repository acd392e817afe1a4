package io.pharos.spi.error;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;

/** An error of the storage. */
@Experimental(since = "0.1")
public final class StorageException extends PharosException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    CORRUPT,
    FULL,
    IO,
    CLOSED,
    LIMIT,
    UNAVAILABLE
  }

  private final Code code;

  public StorageException(Code code, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
  }

  public StorageException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
  }

  @Override
  public Code code() {
    return code;
  }
}
