package io.pharos.spi.error;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;

/**
 * An error of a query: of its text, its limits, or its evaluation. The code is the HTTP API's error
 * type.
 */
@Experimental(since = "0.1")
public final class QueryException extends PharosException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    BAD_DATA,
    EXECUTION,
    TIMEOUT,
    CANCELED,
    INTERNAL,
    UNAVAILABLE
  }

  private final Code code;

  public QueryException(Code code, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
  }

  public QueryException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
  }

  @Override
  public Code code() {
    return code;
  }
}
