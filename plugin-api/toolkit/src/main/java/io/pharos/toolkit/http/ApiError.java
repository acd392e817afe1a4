package io.pharos.toolkit.http;

/** The kinds of errors of {@code /api/v1}, with the original's word and HTTP status. */
public enum ApiError {
  BAD_DATA("bad_data", 400),
  EXECUTION("execution", 422),
  CANCELED("canceled", 499),
  TIMEOUT("timeout", 503),
  INTERNAL("internal", 500),
  UNAVAILABLE("unavailable", 500),
  NOT_FOUND("not_found", 404),
  NOT_ACCEPTABLE("not_acceptable", 406);

  private final String word;
  private final int status;

  ApiError(String word, int status) {
    this.word = word;
    this.status = status;
  }

  public String word() {
    return word;
  }

  public int status() {
    return status;
  }
}
