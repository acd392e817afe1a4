package io.pharos.toolkit.http;

import java.io.Serial;

/** An error to be answered in the envelope of {@code /api/v1}. */
public final class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ApiError type;
  private final String text;

  public ApiException(ApiError type, String text) {
    super(text);
    this.type = type;
    this.text = text;
  }

  /** An error of the client: {@code bad_data}. */
  public static ApiException badData(String text) {
    return new ApiException(ApiError.BAD_DATA, text);
  }

  /** The words for a parameter that cannot be used. */
  public static ApiException badParameter(String name, String reason) {
    return badData("invalid parameter \"" + name + "\": " + reason);
  }

  public ApiError type() {
    return type;
  }

  /** What the client reads; never null. */
  public String text() {
    return text;
  }
}
