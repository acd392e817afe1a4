package io.pharos.alert.router;

import io.pharos.spi.http.HttpResponse;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of answers of API v2. */
final class Answers {
  private Answers() {}

  /** 200 with a value. */
  static void json(HttpResponse response, @Nullable Object value) throws IOException {
    response.header("Cache-Control", "no-store").text("application/json", Json.write(value) + "\n");
  }

  /** An error that a handler found: a text. */
  static void error(HttpResponse response, int status, String message) throws IOException {
    json(response.status(status), message);
  }

  /** An error of the form of a request: a code and a text. */
  static void refusal(HttpResponse response, Refused refused) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", refused.code);
    body.put("message", refused.getMessage());
    response.status(refused.status);
    response.header("Cache-Control", "no-store").text("application/json", Json.write(body));
  }

  /** A status without a body. */
  static void empty(HttpResponse response, int status) throws IOException {
    response.status(status).header("Cache-Control", "no-store").body().close();
  }

  /** A request whose form is refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    Refused(int status, int code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }

    static Refused missing(String what) {
      return new Refused(422, 602, what + " is required");
    }

    static Refused unreadable(String what, String reason) {
      return new Refused(400, 400, "parsing " + what + " body from \"\" failed, because " + reason);
    }
  }
}
