package io.pharos.spi.error;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;

/** The other side of a network did not do what was asked. */
@Experimental(since = "0.1")
public final class RemoteException extends PharosException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    UNREACHABLE,
    REFUSED,
    TIMEOUT,
    BAD_ANSWER
  }

  private final Code code;

  public RemoteException(Code code, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
  }

  public RemoteException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
  }

  @Override
  public Code code() {
    return code;
  }

  /** Whether the same request may succeed later. */
  public boolean isRetryable() {
    return code == Code.UNREACHABLE || code == Code.TIMEOUT;
  }
}
