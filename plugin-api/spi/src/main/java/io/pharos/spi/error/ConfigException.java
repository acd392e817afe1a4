package io.pharos.spi.error;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;

/** What the user can mend in a file, a flag or a plugin folder. */
@Experimental(since = "0.1")
public final class ConfigException extends PharosException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    INVALID,
    UNKNOWN_KEY,
    MISSING_PLUGIN,
    UNKNOWN_FLAG,
    CONFLICT
  }

  private final Code code;

  public ConfigException(Code code, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
  }

  public ConfigException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
  }

  @Override
  public Code code() {
    return code;
  }

  /** An error of code {@link Code#INVALID}. */
  public ConfigException(String message) {
    this(Code.INVALID, message);
  }
}
