package io.pharos.toolkit.template;

import static java.util.Objects.requireNonNull;

/**
 * A template that cannot be read or carried out, in Go's words. Functions throw it with their own
 * reason alone; the executor adds where.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TemplateException(String message) {
    super(message);
  }

  public TemplateException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }
}
