package io.pharos.ingest.remotewrite;

/** Why nothing of a request is kept. */
final class Rejected extends Exception {
  private static final long serialVersionUID = 1L;

  Rejected(String message) {
    super(message, null, false, false);
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
