package io.pharos.spi.error;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;

/** What cannot happen; whoever sees it should report it. */
@Experimental(since = "0.1")
public final class BugException extends PharosException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    BROKEN_INVARIANT
  }

  private final Code code;

  public BugException(Code code, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
  }

  public BugException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
  }

  @Override
  public Code code() {
    return code;
  }

  /** An error of the only code. */
  public BugException(String message) {
    this(Code.BROKEN_INVARIANT, message);
  }
}
