package io.pharos.toolkit.json;

import io.pharos.spi.http.HttpResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of {@code /api/v1}: a status, and data or an error. */
public final class Envelope {
  private static final String TYPE = "application/json";

  private Envelope() {}

  /** Answers with data. */
  public static void success(HttpResponse response, @Nullable Object data) throws IOException {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("status", "success");
    body.put("data", data);
    response.text(TYPE, Json.write(body));
  }

  /** Answers 400 with an error of type {@code bad_data}. */
  public static void badData(HttpResponse response, String error) throws IOException {
    error(response, 400, "bad_data", error);
  }

  /** Answers with an error. */
  public static void error(HttpResponse response, int status, String type, String error)
      throws IOException {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("status", "error");
    body.put("errorType", type);
    body.put("error", error);
    response.status(status).text(TYPE, Json.write(body));
  }

  /** The words for a parameter that cannot be used. */
  public static String invalidParameter(String name, String reason) {
    return "invalid parameter \"" + name + "\": " + reason;
  }
}
